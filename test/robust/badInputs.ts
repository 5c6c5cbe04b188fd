/** Files that are no stack, of about a given number of characters. */
export interface BadInput {
  readonly name: string;
  readonly make: (characters: number) => Readonly<Record<string, string>>;
}

const COMPOSE = 'services:\n  web:\n    image: langfuse/langfuse:3\n';

export const badInputs: readonly BadInput[] = [
  env('noise', (size) => noise(size, '')),
  env('lines of noise', (size) => noise(size, '\n')),
  env('100,000 names', (size) => lines(size, (i) => `KEY_${i}=value\n`)),
  env('one name again and again', (size) => repeat('KEY=value\n', size)),
  env('names alone', (size) => lines(size, (i) => `K${i}\n`)),
  env('quotes that stay open', (size) => repeat('A="\n', size)),
  env('a name of a megabyte', (size) => `${repeat('K', size)}=1\n`),
  env('blanks inside a name', (size) => `A${repeat(' ', size)}x=1\n`),
  env('blanks inside a value', (size) => `A=x${repeat(' ', size)}y\n`),
  env('statements on one line', (size) => repeat('A="b" ', size)),
  env('comments that silence', (size) =>
    repeat('A=1 # langfuse-stack-disable-line env/duplicate-key\n', size),
  ),
  env('braces that stay open', (size) => `A=${repeat('${A:-', size)}`),
  env('nested braces', (size) => `A=${repeat('${A:-', size / 1.2)}${repeat('}', size / 6)}`),
  env('references', (size) => `A=b\nB=${repeat('$A', size)}`),
  env('values that double', (size) => `K0=x\n${lines(size, (i) => `K${i + 1}=$K${i}$K${i}\n`)}`),
  compose('noise', (size) => noise(size, '')),
  compose('lines of noise', (size) => noise(size, '\n')),
  compose('brackets that stay open', (size) => `a: ${repeat('[', size)}`),
  compose('nested brackets', (size) => `a: ${repeat('[', size / 2)}${repeat(']', size / 2)}`),
  compose('braces', (size) => repeat('{', size)),
  compose('dashes', (size) => repeat('- ', size)),
  compose('steps to the right', (size) => steps(size)),
  compose('100,000 keys', (size) => lines(size, (i) => `k${i}: 1\n`)),
  compose('one key again and again', (size) => repeat('k: 1\n', size)),
  compose('services without content', (size) => `services:\n${lines(size, (i) => `  s${i}: {}\n`)}`),
  compose(
    '100,000 variables',
    (size) => `${COMPOSE}    environment:\n${lines(size, (i) => `      K${i}: $V${i}\n`)}`,
  ),
  compose('ports', (size) => `${COMPOSE}    ports:\n${lines(size, (i) => `      - ${i % 60_000}:80\n`)}`),
  compose(
    'a chain of services',
    (size) => `services:\n${lines(size, (i) => `  s${i}: {image: x, depends_on: [s${i + 1}]}\n`)}`,
  ),
  compose(
    'a chain of extends',
    (size) => `services:\n${lines(size, (i) => `  s${i}: {image: x, extends: s${i + 1}}\n`)}`,
  ),
  compose('one line', (size) => `services: {web: {image: "${repeat('x', size)}"}}`),
  compose('a key of a megabyte', (size) => `${repeat('x', size)}: 1\n`),
  compose('references', (size) => `${COMPOSE}    command: "${repeat('$A\\n', size)}"\n`),
  compose('braces that stay open', (size) => `${COMPOSE}    command: ${repeat('${A:-', size)}\n`),
  compose('tabs', (size) => repeat('\tweb: 1\n', size)),
  compose('documents', (size) => repeat('a: 1\n---\n', size)),
  compose('aliases that multiply', (size) => `x0: &l0 [a]\n${lines(size, (i) => level(i, 20))}`),
  compose('aliases that nest', (size) => `x0: &l0 [a]\n${lines(size, (i) => level(i, 1))}`),
  compose('aliases of nothing', (size) => lines(size, (i) => `k${i}: *a${i}\n`)),
];

function env(name: string, make: (characters: number) => string): BadInput {
  return {
    name: `.env, ${name}`,
    make: (characters) => ({ '.env': make(characters), 'compose.yaml': COMPOSE }),
  };
}

function compose(name: string, make: (characters: number) => string): BadInput {
  return {
    name: `compose, ${name}`,
    make: (characters) => ({ '.env': 'A=1\n', 'compose.yaml': make(characters) }),
  };
}

function repeat(text: string, characters: number): string {
  return text.repeat(Math.max(1, Math.floor(characters / text.length)));
}

function lines(characters: number, lineOf: (index: number) => string): string {
  const all: string[] = [];
  for (let length = 0; length < characters;) {
    const line = lineOf(all.length);
    all.push(line);
    length += line.length;
  }
  return all.join('');
}

/** Each line stands one column further right than the one above. */
function steps(characters: number): string {
  const count = Math.floor(Math.sqrt(2 * characters));
  return Array.from({ length: count }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
}

function level(index: number, uses: number): string {
  return `x${index + 1}: &l${index + 1} [${new Array<string>(uses).fill(`*l${index}`).join(', ')}]\n`;
}

/** Visible signs without an order, the same in every run; `end` closes lines of 40. */
function noise(characters: number, end: string): string {
  let state = 1;
  return lines(characters, () => {
    let line = '';
    for (let i = 0; i < 40; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      line += String.fromCharCode(32 + ((state >> 8) % 95));
    }
    return line + end;
  });
}
