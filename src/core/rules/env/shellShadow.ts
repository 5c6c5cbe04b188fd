import { reveal } from '../../secret';
import type { Rule } from '../rule';
import { assignmentAt } from '../stackContext';
import { usedByCompose } from '../xref/referencedNames';

export const shellShadow: Rule = {
  code: 'env/shell-shadow',
  severity: 'warning',
  summary: 'The shell has another value than .env, and the shell wins.',
  explanation:
    'Compose asks the environment of the process that runs it before `.env`. A variable that was exported in a terminal, in a profile or by a CI job wins over the line in the file, even when it is empty, and editing the file changes nothing. What counts is the environment of the program that checks: in the editor that is the one the editor was started with, on the machine where the files are; a terminal may have another one. Run `unset NAME` there, or `env -u NAME docker compose up -d` for one command, and start the editor anew.',
  withoutFix: 'the value lies in the environment of a program, where no edit reaches it.',
  *check(stack) {
    const used = usedByCompose(stack);
    for (const { name, value, origin } of stack.project.envFile.values()) {
      const winner = stack.project.environment.get(name);
      if (winner?.source !== 'shell' || winner.value === undefined || value === undefined) continue;
      if (origin === undefined || !used.has(name) || reveal(winner.value) === reveal(value)) continue;
      const span = assignmentAt(stack, origin)?.key.span ?? origin.span;
      const what = reveal(winner.value) === '' ? 'sets it to nothing' : 'has another value';
      yield {
        at: { path: origin.path, span },
        message: `The shell ${what} for ${name}, and compose takes that instead of this line. Run “unset ${name}” before docker compose.`,
      };
    }
  },
};
