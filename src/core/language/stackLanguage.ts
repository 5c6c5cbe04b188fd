import type { Span } from '../text';
import { completionsAt } from './completion';
import type { Completion } from './completion';
import { hoverAt } from './hover';
import type { HoverText } from './hover';
import { valueHints } from './inlayHints';
import type { HintOptions, ValueHint } from './inlayHints';
import { NameIndex } from './nameIndex';
import type { NameUse, StackFiles } from './nameUse';
import { definitionsAt, usesOfSame } from './navigation';
import { renameAt, renameTargetAt } from './rename';
import type { RenameResult, RenameTarget } from './rename';

/** What an editor asks about a loaded stack. Paths are those of its texts, offsets and spans lie in them. */
export class StackLanguage {
  private readonly index: NameIndex;

  constructor(stack: StackFiles) {
    this.index = new NameIndex(stack);
  }

  hover(path: string, offset: number): HoverText | undefined {
    return hoverAt(this.index, path, offset);
  }

  completions(path: string, offset: number): readonly Completion[] {
    return completionsAt(this.index, path, offset);
  }

  definitions(path: string, offset: number): readonly NameUse[] {
    return definitionsAt(this.index, path, offset);
  }

  /** Definitions among them. */
  uses(path: string, offset: number): readonly NameUse[] {
    return usesOfSame(this.index, path, offset);
  }

  renameTarget(path: string, offset: number): RenameTarget {
    return renameTargetAt(this.index, path, offset);
  }

  rename(path: string, offset: number, newName: string): RenameResult {
    return renameAt(this.index, path, offset, newName);
  }

  hints(path: string, range: Span, options: HintOptions): readonly ValueHint[] {
    return valueHints(this.index, path, range, options);
  }
}
