import type { EnvAssignment } from '../../env/parse';
import { isSecretName } from '../../langfuse/catalogue';
import { reveal } from '../../secret';
import { plainText, topReferences } from '../env/envReferences';
import { fixOf, replaceAt } from '../edits';
import { containerEnvFiles } from '../envFiles';
import type { Rule } from '../rule';

export const envFileProjectWins: Rule = {
  code: 'xref/env-file-project-wins',
  severity: 'warning',
  summary: "A reference in an env_file takes the project's value, not the one that the file itself sets.",
  explanation:
    "For `${NAME}` inside an `env_file` compose asks the shell and `.env` first, and only then the file's own lines. When both set the name, the container receives the file's value under `NAME`, and the project's value wherever the file refers to it. Give one of the two another name, or write the value out.",
  *check(stack) {
    for (const path of containerEnvFiles(stack)) {
      const above = new Map<string, EnvAssignment>();
      for (const item of stack.envDocuments.get(path)?.items ?? []) {
        if (item.kind !== 'assignment') continue;
        for (const { name, span } of topReferences(item)) {
          const own = above.get(name);
          const ownText = own && plainText(own);
          const winner = stack.project.environment.get(name);
          if (own === undefined || ownText === undefined || winner?.value === undefined) continue;
          // As a project's own file it sets what it then finds.
          if (winner.origin?.path === path || reveal(winner.value) === ownText) continue;
          const at = { path, span: item.value.decoded.spanOf(span) };
          const source = winner.source === 'shell' ? 'the shell' : (winner.origin?.path ?? '.env');
          yield {
            at,
            message: `This takes the ${name} of ${source}, not the one that this file sets above. Write the value out, or use another name.`,
            related: [{ path, span: own.key.span, message: 'Not this one.' }],
            fixes:
              isSecretName(name) || !/^[\w./:@-]+$/.test(ownText)
                ? []
                : fixOf(`Write the ${name} of this file out`, [replaceAt(at, ownText)], 'offered'),
          };
        }
        above.set(item.key.text, item);
      }
    }
  },
};
