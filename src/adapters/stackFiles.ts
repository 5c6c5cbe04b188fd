import { isUtf8 } from 'node:buffer';
import { readFile, readdir, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { basename, delimiter, resolve } from 'node:path';
import type { ComposeProject } from '../core/compose/project';
import type { FileContent } from '../core/compose/sources';
import { UserError } from '../core/userError';

/** A stack's files as read and what they resolve to. */
export interface LoadedStack {
  /** Absolute path. */
  readonly folder: string;
  readonly project: ComposeProject;
  /** Every file that was read, by path relative to the folder. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  /** The process environment: compose lets it win over `.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Unsaved texts by absolute path; they win over the disk. */
  readonly overlay?: ReadonlyMap<string, string>;
}

/** Files beyond this are no configuration, and reading them would stall the editor. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const TOO_LARGE = { unreadable: 'it is larger than 2 MB, which no compose or .env file is.' } as const;

/**
 * Reads the stack in a folder as `docker compose` run there would. Broken files are problems of the project.
 * Throws a UserError when the folder cannot be read or has no compose file.
 */
export async function loadStack(folder: string, options: LoadOptions): Promise<LoadedStack> {
  const stack = await readStack(folder, options);
  if (stack.project.composeFiles.length === 0) {
    throw new UserError(
      `There is no compose file in ${stack.folder}. A stack needs a compose.yaml or docker-compose.yml.`,
    );
  }
  return stack;
}

/** Like loadStack, but a folder without a compose file is a project without services. */
export async function readStack(folder: string, options: LoadOptions): Promise<LoadedStack> {
  const absolute = resolve(folder);
  const names = await namesIn(absolute);
  // The YAML reader and the catalogue load with the first stack, not with the extension.
  const [{ resolveProject }, { createYamlReader }, { isSecretName }] = await Promise.all([
    import('../core/compose/resolveProject'),
    import('../core/compose/yamlReader'),
    import('../core/langfuse/catalogue'),
  ]);
  let reader = createYamlReader();
  const files = new Map<string, FileContent>();
  for (;;) {
    const result = resolveProject({
      folderName: basename(absolute),
      files,
      reader,
      environment: options.environment,
      pathListSeparator: delimiter,
      isSecretName,
    });
    if (reader.isSecondReaderNeeded()) {
      reader = createYamlReader((await import('../core/compose/yamlLibrary')).recoverYaml);
      continue;
    }
    if (result.kind === 'project') {
      const texts = new Map<string, string>();
      for (const [path, content] of files) if (typeof content === 'string') texts.set(path, content);
      return { folder: absolute, project: result.project, texts };
    }
    await Promise.all(
      result.paths.map(async (path) => {
        const file = resolve(absolute, path);
        files.set(
          path,
          limited(options.overlay?.get(file)) ?? (isAbsent(path, names) ? null : await readText(file)),
        );
      }),
    );
  }
}

/** The names in a folder, in lower case; undefined when it may be entered but not listed. */
async function namesIn(folder: string): Promise<ReadonlySet<string> | undefined> {
  try {
    return new Set((await readdir(folder)).map((name) => name.toLowerCase()));
  } catch (error) {
    const stats = await stat(folder).catch(() => undefined);
    if (stats?.isDirectory() === true) return undefined;
    const message =
      stats === undefined
        ? `The folder ${folder} cannot be read. Check that it exists and that you may open it.`
        : `${folder} is not a folder. Name the folder that holds the compose file.`;
    throw new UserError(message, { cause: error });
  }
}

// Compose files have many possible names: one look at the folder instead of one at each. Some file systems do not
// tell upper from lower case, so only a name that is there in no case is absent.
function isAbsent(path: string, names: ReadonlySet<string> | undefined): boolean {
  return names !== undefined && /^[\w.-]{1,255}$/.test(path) && !names.has(path.toLowerCase());
}

function limited(unsaved: string | undefined): FileContent | undefined {
  return unsaved !== undefined && unsaved.length > MAX_FILE_BYTES ? TOO_LARGE : unsaved;
}

async function readText(file: string): Promise<FileContent> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) return { unreadable: 'it is a folder.' };
    // A pipe that nobody writes to would be waited for without end.
    if (!stats.isFile()) return file === devNull ? '' : { unreadable: 'it is a device or a pipe.' };
    if (stats.size > MAX_FILE_BYTES) return TOO_LARGE;
    const bytes = await readFile(file);
    if (/^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2)))
      return { unreadable: 'it is written in UTF-16. Save it as UTF-8.' };
    if (bytes.includes(0)) return { unreadable: 'it is not a text file.' };
    const text = bytes.toString('utf8');
    if (!isUtf8(bytes)) {
      const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
      return { unreadable: `line ${line} holds bytes that are no UTF-8. Save it as UTF-8.` };
    }
    // Neither compose nor an editor counts a byte order mark as a part of the text.
    return text.replace(/^\ufeff/, '');
  } catch (error) {
    return describeFailure(error);
  }
}

function describeFailure(error: unknown): FileContent {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return null;
    case 'EACCES':
    case 'EPERM':
      return { unreadable: 'you may not open it.' };
    case 'ELOOP':
      return { unreadable: 'it is a link that leads back to itself.' };
    default:
      // Whatever else the system says, such as ENAMETOOLONG or EIO, is about this one file.
      if (typeof code === 'string') return { unreadable: `the system says ${code}.` };
      throw error;
  }
}
