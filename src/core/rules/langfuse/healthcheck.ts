import type { ComposeService } from '../../compose/project';
import { reveal } from '../../secret';
import { addVariables, fixOf } from '../edits';
import { isMissing } from '../reading';
import type { Rule } from '../rule';

export const healthcheck: Rule = {
  code: 'langfuse/healthcheck',
  severity: 'warning',
  summary: 'A healthcheck that cannot pass inside the images of Langfuse.',
  explanation:
    "Langfuse's images have neither `curl` nor `bash`; `wget` and `sh` are there. And Docker sets `HOSTNAME` to the container's id, to which web and worker then bind: a check on `127.0.0.1` is refused unless the container gets `HOSTNAME: 0.0.0.0`. In both cases the service works and is called unhealthy for ever, and whatever waits for it never starts.",
  *check(stack) {
    for (const service of stack.langfuseServices) {
      const { healthcheck: found } = service;
      if (found === undefined || service.networkMode !== undefined) continue;
      const program = missingProgram(service);
      if (program !== undefined)
        yield {
          at: found.origin,
          message: `The image of ${service.name} has no ${program}, so the service never becomes healthy. Use ${program === 'curl' ? 'wget' : 'sh'}.`,
        };
      else if (asksLoopback(service) && isMissing(stack, service, 'HOSTNAME'))
        yield {
          at: found.origin,
          message: `${service.name} does not listen on loopback, so this check never passes. Give it HOSTNAME: 0.0.0.0.`,
          fixes: fixOf(
            'Listen on every address of the container',
            addVariables(stack, service, [{ name: 'HOSTNAME', value: '0.0.0.0' }]),
          ),
        };
    }
  },
};

function scriptOf({ healthcheck: found }: ComposeService): string {
  return found?.test.map(reveal).join(' ') ?? '';
}

function missingProgram(service: ComposeService): string | undefined {
  const script = scriptOf(service);
  // A check that looks for a program first may go on without it.
  if (/\|\||\bcommand -v\b|\bwhich\b|\bwget\b/.test(script.replace(/\|\|\s*exit\b/g, ''))) return undefined;
  return /^CMD(?:-SHELL)? (?:\S*\/)?(curl|bash)\b/.exec(script)?.[1];
}

function asksLoopback(service: ComposeService): boolean {
  const script = scriptOf(service);
  // A name that the container computes may be its own address.
  if (/\$[({]?|hostname/i.test(script)) return false;
  return /^CMD(?:-SHELL)? .*\bhttps?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:[/?"'\s]|$)/.test(script);
}
