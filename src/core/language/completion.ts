import type { Span } from '../text';
import { composeCompletions } from './composeCompletion';
import { envCompletions } from './envCompletion';
import type { NameIndex } from './nameIndex';

export interface Completion {
  readonly label: string;
  readonly kind: 'variable' | 'value';
  /** One line beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  readonly newText: string;
  /** What it replaces; it lies on one line and holds the cursor. */
  readonly span: Span;
  /** Lower comes first. */
  readonly rank: number;
  /** What was inserted ends where a value is expected, and its values are known. */
  readonly asksForValue: boolean;
  /** What stands behind the cursor goes as well, also where an editor is set to keep it. */
  readonly takesAll?: boolean;
}

/**
 * What an operator may mean to write at an offset: names and values of variables. Everything else in a compose file is
 * left to those who know its schema. No value of a secret is among it.
 */
export function completionsAt(index: NameIndex, path: string, offset: number): readonly Completion[] {
  const text = index.stack.texts.get(path);
  if (text === undefined) return [];
  const role = index.envFiles.get(path);
  return role === undefined
    ? composeCompletions(index, path, text, offset)
    : envCompletions(index, path, text, role, offset);
}
