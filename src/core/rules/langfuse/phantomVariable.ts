import type { ComposeService } from '../../compose/project';
import type { Fix } from '../../diagnostic';
import type { EnvAssignment } from '../../env/parse';
import type { CatalogueEntry } from '../../langfuse/catalogue';
import { lookUp } from '../../langfuse/catalogue';
import { roleOf } from '../../langfuse/roles';
import type { Location } from '../../text';
import { fixOf, inFile, removeAssignment, replaceAt } from '../edits';
import { readText } from '../reading';
import type { Rule } from '../rule';
import type { StackContext } from '../stackContext';
import { assignmentAt, assignments } from '../stackContext';
import { referencedNames } from '../xref/referencedNames';

export const phantomVariable: Rule = {
  code: 'langfuse/phantom-variable',
  severity: 'warning',
  summary: 'A setting that Langfuse does not read.',
  explanation:
    "Some names go around in guides and old files that no code reads: they never existed, were removed, or are misspelt in Langfuse's own compose file. Setting them changes nothing, silently. `LANGFUSE_RETENTION_DAYS` deletes nothing: retention is a project setting of the enterprise edition, or a TTL that you put on the ClickHouse tables and a lifecycle rule on the bucket. `SMTP_HOST` and its siblings send no mail: `SMTP_CONNECTION_URL` together with `EMAIL_FROM_ADDRESS` does. `LANGFUSE_INIT_SKIP` skips nothing: provisioning is off while `LANGFUSE_INIT_ORG_ID` is empty.",
  *check(stack) {
    const used = referencedNames(stack);
    for (const { path, item } of assignments(stack)) {
      const entry = phantom(item.key.text);
      // Something else may well read the name: another program's container, or another line.
      if (entry === undefined || used.has(entry.name) || isForOthers(stack, entry.name)) continue;
      yield {
        at: { path, span: item.key.span },
        message: describe(entry),
        isUnnecessary: true,
        fixes: [...fixesFor(stack, path, item, entry)],
      };
    }
    for (const service of stack.langfuseServices) {
      for (const variable of service.environment.values()) {
        const entry = phantom(variable.name);
        const place = entryPlace(stack, variable.origin);
        if (entry === undefined || place === undefined || isIdle(stack, service, entry)) continue;
        const removal = stack.yamlFile(place.path)?.removeEntry(variable.origin.span.start);
        yield {
          at: { path: place.path, span: place.entry.key ?? place.entry.whole },
          message: describe(entry),
          isUnnecessary: true,
          fixes: fixOf('Remove it', [inFile(place.path, [removal])], 'offered'),
        };
      }
    }
  },
};

function phantom(name: string): CatalogueEntry | undefined {
  const entries = lookUp(name);
  return entries.every((entry) => entry.phantom !== undefined) ? entries[0] : undefined;
}

// The official file passes certificates under names that nothing reads. Where it says that TLS is off, nobody waits for them.
function isIdle(stack: StackContext, service: ComposeService, { name }: CatalogueEntry): boolean {
  return name.startsWith('REDIS_TLS_') && readText(stack, service, 'REDIS_TLS_ENABLED') === 'false';
}

function isForOthers(stack: StackContext, name: string): boolean {
  const services = [...stack.project.services.values()];
  const receivers = services.filter(({ environment }) => environment.has(name));
  // Without a Langfuse service in sight, the file belongs to some other stack.
  if (stack.langfuseServices.length === 0) return true;
  return receivers.some((service) => roleOf(service) === undefined);
}

function describe({ name, phantom: kind, instead }: CatalogueEntry): string {
  switch (name) {
    case 'LANGFUSE_RETENTION_DAYS':
      return 'Langfuse reads no LANGFUSE_RETENTION_DAYS, and nothing is deleted after that time. Retention is a project setting of the enterprise edition; otherwise set a TTL in ClickHouse and a lifecycle rule on the bucket.';
    case 'LANGFUSE_INIT_SKIP':
      return 'Langfuse reads no LANGFUSE_INIT_SKIP: it provisions at every start while LANGFUSE_INIT_ORG_ID is set. Leave LANGFUSE_INIT_ORG_ID empty to skip it.';
  }
  if (name.startsWith('SMTP_'))
    return `Langfuse reads no ${name}, and no mail is sent. Set SMTP_CONNECTION_URL and EMAIL_FROM_ADDRESS instead.`;
  const why = kind === 'removed' ? 'no longer reads' : 'does not read';
  const advice = instead === undefined ? 'Remove it.' : `Use ${instead} instead.`;
  return `Langfuse ${why} ${name}, so it changes nothing. ${advice}`;
}

function* fixesFor(
  stack: StackContext,
  path: string,
  item: EnvAssignment,
  { name, phantom: kind, instead }: CatalogueEntry,
): Iterable<Fix> {
  const isSmtp = name.startsWith('SMTP_');
  if (isSmtp) yield* assembleSmtpUrl(stack, path);
  else if (instead !== undefined)
    yield* fixOf(`Rename to ${instead}`, [replaceAt({ path, span: item.key.span }, instead)]);
  // What somebody relied on is not thrown away unasked.
  const preference = kind === 'removed' && instead === undefined ? 'preferred' : 'offered';
  yield* fixOf('Remove the line', [removeAssignment(stack, path, item)], preference);
}

/** One URL out of the parts, which then serve a purpose and stay where they are, and the sender that has to go with it. */
function assembleSmtpUrl(stack: StackContext, path: string): readonly Fix[] {
  const parts = new Map(
    [...assignments(stack)]
      .filter((assignment) => assignment.path === path)
      .map(({ item }) => [item.key.text, item]),
  );
  const last = ['SMTP_PORT', 'SMTP_USER', 'SMTP_PASS', 'SMTP_HOST']
    .flatMap((name) => parts.get(name) ?? [])
    .sort((a, b) => a.span.start - b.span.start)
    .at(-1);
  if (last === undefined || !parts.has('SMTP_HOST') || parts.has('SMTP_CONNECTION_URL')) return [];
  const login = parts.has('SMTP_USER') && parts.has('SMTP_PASS') ? '${SMTP_USER}:${SMTP_PASS}@' : '';
  const port = parts.has('SMTP_PORT') ? ':${SMTP_PORT}' : '';
  const lines = [`SMTP_CONNECTION_URL=smtp://${login}\${SMTP_HOST}${port}`];
  const sender = parts.has('EMAIL_FROM_ADDRESS') ? undefined : senderOf(parts);
  if (sender !== undefined) lines.push(`EMAIL_FROM_ADDRESS=${sender}`);
  const at = last.value.span.end;
  const edit = { span: { start: at, end: at }, newText: lines.map((line) => `\n${line}`).join('') };
  const names = lines.map((line) => line.slice(0, line.indexOf('='))).join(' and ');
  // A comment behind the value would swallow the new line's place.
  return last.commentSpan === undefined
    ? fixOf(`Put ${names} together from these`, [{ path, edits: [edit] }], 'offered')
    : [];
}

/** The address that the mail server knows the user by, or one of the server's domain. */
function senderOf(parts: ReadonlyMap<string, EnvAssignment>): string | undefined {
  const textOf = (name: string) => parts.get(name)?.value.decoded.text ?? '';
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(textOf('SMTP_USER'))) return '${SMTP_USER}';
  const domain = /^[\w-]+\.((?:[\w-]+\.)+[a-z]+)$/i.exec(textOf('SMTP_HOST'))?.[1];
  return domain === undefined ? undefined : `langfuse@${domain}`;
}

function entryPlace(stack: StackContext, origin: Location) {
  if (assignmentAt(stack, origin) !== undefined) return undefined;
  const entry = stack.yamlFile(origin.path)?.entryAt(origin.span.start);
  return entry && { path: origin.path, entry };
}
