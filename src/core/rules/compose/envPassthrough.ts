import { appendLines, fixOf } from '../edits';
import type { Rule } from '../rule';

export const envPassthrough: Rule = {
  code: 'compose/env-passthrough',
  severity: 'info',
  summary: 'A name without a value, which the project has no value for either.',
  explanation:
    'A bare name in `environment` passes on the value that the shell or `.env` has. Where neither has one, compose takes the variable away from the container, also when its image or an `env_file` sets it, and says nothing. Set it in `.env`, write `NAME=` for an empty value, or leave the name out.',
  *check(stack) {
    if (!stack.isComplete) return;
    for (const service of stack.project.services.values()) {
      if (!service.isActive) continue;
      for (const [name, at] of service.unset)
        yield {
          at,
          message: `Nothing sets ${name}, so ${service.name} goes without it, even where its image or an env_file has a value. Set it in .env, or remove it here.`,
          fixes: fixOf(`Add ${name} to .env`, [appendLines(stack, '.env', [`${name}=`])], 'offered'),
        };
    }
  },
};
