import type { LoadProblemKind } from '../loadProblems';

export const envProblems: readonly LoadProblemKind[] = [
  { code: 'env/compose-var-invalid', summary: 'A `COMPOSE_…` setting has a value that compose refuses.' },
  { code: 'env/export-without-key', summary: 'Nothing follows `export`.' },
  { code: 'env/invalid-interpolation', summary: 'A `${…}` in an env file that compose cannot read.' },
  { code: 'env/invalid-key-char', summary: "A character that no variable's name may hold." },
  { code: 'env/required-missing', summary: 'A variable that an env file demands with `:?` has no value.' },
  { code: 'env/space-in-key', summary: "A space in a variable's name." },
  { code: 'env/unterminated-quote', summary: 'A quote that is never closed.' },
];
