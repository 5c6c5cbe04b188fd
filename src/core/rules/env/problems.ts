import type { LoadProblemKind } from '../loadProblems';
import { removeExport, repairKey, writeOutAppending } from './keyRepairs';
import { closeQuote, dropRequirement, normalizeName, repairReference } from './valueRepairs';

const WHOLE_FILE =
  'One such line makes compose refuse the whole file, and with it every command of the stack: `up`, but also `ps`, `logs` and `down`.';

export const envProblems: readonly LoadProblemKind[] = [
  {
    code: 'env/compose-var-invalid',
    summary: 'A `COMPOSE_…` setting has a value that compose refuses.',
    explanation:
      '`COMPOSE_PROJECT_NAME` takes lower-case letters, digits, `-` and `_`, and begins with a letter or a digit. Compose cleans up a name that it takes from a folder, but refuses this one as it stands, and no command works. Mind that volumes are called after the project: under another name the stack starts with empty databases, while the old ones remain on the machine. `COMPOSE_DISABLE_ENV_FILE` takes `true` or `false`, `COMPOSE_PARALLEL_LIMIT` a whole number; with anything else, also with nothing, no command works either.',
    fixes: normalizeName,
  },
  {
    code: 'env/export-without-key',
    summary: 'Nothing follows `export`.',
    explanation: `The word \`export\` in front of a variable is allowed and means nothing; alone at the end of the file it is an error. ${WHOLE_FILE} Remove the word, or name the variable behind it.`,
    fixes: removeExport,
  },
  {
    code: 'env/invalid-interpolation',
    summary: 'A `${…}` in an env file that compose cannot read.',
    explanation: `Compose knows \`$NAME\`, \`\${NAME}\` and the operators \`:-\`, \`-\`, \`:?\`, \`?\`, \`:+\` and \`+\`, and nothing else that a shell has: no \`:=\`, no \`#\`, \`%\` or \`/\`, no space inside the braces. ${WHOLE_FILE} Its own error shows the text and no line. Write \`$$\` where a dollar is meant, or put the value in single quotes, where nothing is replaced.`,
    fixes: repairReference,
  },
  {
    code: 'env/invalid-key-char',
    summary: "A character that no variable's name may hold.",
    explanation: `A name holds letters, digits and \`_ . - [ ]\`. Anything else in front of \`=\` is an error: quotes around the name, a \`$\`, a \`/\`, and often a character that cannot be seen and came along with a copied text. \`//\` and \`;\` do not begin a comment either; only \`#\` does. ${WHOLE_FILE} Lines of a key or certificate look like names as well: a value over several lines needs quotes around all of it.`,
    fixes: repairKey,
  },
  {
    code: 'env/plus-equals',
    summary: '`+=`, which compose does not know.',
    explanation: `A shell appends with \`+=\`; in an env file the \`+\` is a character that no name may hold. ${WHOLE_FILE} Write \`NAME=\${NAME}addition\` below the line that sets the first part.`,
    fixes: writeOutAppending,
  },
  {
    code: 'env/required-missing',
    summary: 'A variable that an env file demands with `:?` has no value.',
    explanation: `\`\${NAME:?}\` makes compose stop when \`NAME\` is missing or empty. Only the shell and the lines above are asked: a line further down comes too late. ${WHOLE_FILE} Its own error names the variable but no line. Set the variable above this line, or give it a default with \`\${NAME:-default}\`.`,
    cure: 'create-secrets',
    fixes: dropRequirement,
  },
  {
    code: 'env/space-in-key',
    summary: "A space in a variable's name.",
    explanation: `Everything up to \`=\`, \`:\` or the end of the line is the name, and a name holds no space. What gets there is mostly not meant as a name: \`set A=b\` from a script, \`- A=b\` from a list of a compose file, a note without its \`#\`, or the second line of a value that has no quotes, such as a private key. ${WHOLE_FILE}`,
    fixes: repairKey,
  },
  {
    code: 'env/unterminated-quote',
    summary: 'A quote that is never closed.',
    explanation: `A value that begins with a quote reaches to the next one of its kind, over as many lines as it takes. Without one compose takes the rest of the file for the value and refuses it; the line that its error names is the file's last one, not the one with the quote. ${WHOLE_FILE} A backslash in front of the closing quote takes it away, as in a path that ends with \`\\\`. Close the quote; where the quote belongs to the value, put the other kind around it.`,
    fixes: closeQuote,
  },
];
