import { reveal } from '../secret';
import { ENV_FILE } from './discover';
import { withEnvFiles } from './environment';
import type { EnvFile, IsSecret, ProjectEnvironment } from './environment';
import { resolvePath } from './paths';
import type { ProjectVariable } from './project';
import type { Sources } from './sources';

const YES = /^(?:1|t|T|TRUE|true|True)$/;

/** Reads what `${…}` is resolved with: the process environment over env files. */
export class ProjectEnvironmentReader {
  /** Instead of `.env`, also where that is turned off. */
  private readonly named: readonly string[];

  constructor(
    private readonly shell: ReadonlyMap<string, ProjectVariable>,
    private readonly sources: Sources,
    private readonly isSecret: IsSecret,
  ) {
    const named = reveal(shell.get('COMPOSE_ENV_FILES')?.value ?? '');
    this.named = named.split(',').filter((path) => path !== '');
  }

  /** What decides which compose files there are: `.env` where compose is called, or the files that are named. */
  first(): ProjectEnvironment {
    if (this.named.length > 0)
      return this.read(
        this.shell,
        this.named.flatMap((path) => this.namedFile(path)),
      );
    if (isTurnedOff(this.shell)) return this.read(this.shell, []);
    const all = this.read(this.shell, this.file(ENV_FILE));
    return isTurnedOff(all.variables) ? ofComposeAlone(all, this.shell) : all;
  }

  /** Adds `.env` beside the first compose file, if that is elsewhere. */
  beside(directory: string, { variables }: ProjectEnvironment): ProjectEnvironment {
    const isRead = directory !== '' && this.named.length === 0 && !isTurnedOff(variables);
    return this.read(variables, isRead ? this.file(resolvePath(directory, ENV_FILE)) : []);
  }

  private read(outer: ReadonlyMap<string, ProjectVariable>, files: readonly EnvFile[]): ProjectEnvironment {
    return withEnvFiles(outer, files, this.isSecret);
  }

  private file(path: string): readonly EnvFile[] {
    const text = this.sources.read(path);
    return text === null ? [] : [{ path, text }];
  }

  private namedFile(written: string): readonly EnvFile[] {
    const path = resolvePath('', written);
    if (this.sources.has(path)) return this.file(path);
    const message = `COMPOSE_ENV_FILES names ${path}, which does not exist, so compose refuses to start anything. Correct COMPOSE_ENV_FILES.`;
    this.sources.problems.push({ code: 'compose/file-missing', message, path, span: { start: 0, end: 0 } });
    return [];
  }
}

function isTurnedOff(variables: ReadonlyMap<string, ProjectVariable>): boolean {
  return YES.test(reveal(variables.get('COMPOSE_DISABLE_ENV_FILE')?.value ?? ''));
}

/** A file that turns itself off still tells compose itself what to do. */
function ofComposeAlone(
  { variables, fromFiles, problems }: ProjectEnvironment,
  shell: ReadonlyMap<string, ProjectVariable>,
): ProjectEnvironment {
  const isKept = ([name]: readonly [string, ProjectVariable]): boolean =>
    shell.has(name) || name.startsWith('COMPOSE_');
  return {
    variables: new Map([...variables].filter(isKept)),
    fromFiles: new Map([...fromFiles].filter(isKept)),
    problems,
  };
}
