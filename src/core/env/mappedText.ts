import type { Span } from '../text';
import { parseTemplate } from './template';
import type { Template } from './template';

/** A text decoded from a part of a file (quotes, escapes and folds undone) that still knows where each unit came from. */
export class MappedText {
  readonly text: string;
  /** One file offset per unit of `text` and one for its end; a number when the text stands in the file as it is. */
  private readonly offsets: number | readonly number[];
  private parsed: Template | undefined;

  constructor(text: string, offsets: number | readonly number[]) {
    this.text = text;
    this.offsets = offsets;
  }

  /** What it refers to; spans are indices into the text. Many ask, so it is parsed once. */
  get template(): Template {
    return (this.parsed ??= parseTemplate(this.text));
  }

  /** The file's offset for an index into the text; the index may be the text's length. */
  offsetAt(index: number): number {
    if (typeof this.offsets === 'number') return this.offsets + index;
    return this.offsets[index] ?? this.offsets.at(-1) ?? 0;
  }

  /** The file's span for a span of the text. */
  spanOf(span: Span): Span {
    return { start: this.offsetAt(span.start), end: this.offsetAt(span.end) };
  }
}

/** Collects a MappedText piece by piece. */
export class MappedTextBuilder {
  private text = '';
  private readonly offsets: number[] = [];

  /** Appends decoded text whose every unit comes from `offset`. */
  append(text: string, offset: number): void {
    this.text += text;
    this.offsets.push(...new Array<number>(text.length).fill(offset));
  }

  /** `end` is the file offset behind the last unit. */
  build(end: number): MappedText {
    return new MappedText(this.text, [...this.offsets, end]);
  }
}
