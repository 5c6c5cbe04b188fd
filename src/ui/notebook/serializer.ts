import * as vscode from 'vscode';
import { parseNotebook, serializeNotebook } from '../../core/clickhouse/notebookFile';
import type { CellLayout, NotebookCell, NotebookFile } from '../../core/clickhouse/notebookFile';
import { decodeUtf8 } from '../../core/clickhouse/values';
import { SQL_LANGUAGE } from '../ids';

const MARKDOWN = 'markdown';

/** Reads and writes `.chnb.sql`. Throws on a file it does not understand: VS Code then leaves the file alone. */
export class NotebookSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    const text = decodeUtf8(content);
    if (text === undefined) throw new Error('The notebook is not UTF-8 text, so it is not opened.');
    const parsed = parseNotebook(text);
    if (parsed.kind === 'malformed') throw new Error(parsed.message);
    const { prologue, eol, cells } = parsed.notebook;
    const data = toNotebookData(cells);
    data.metadata = { prologue, eol };
    return data;
  }

  serializeNotebook({ cells, metadata }: vscode.NotebookData): Uint8Array {
    const file: NotebookFile = { ...readFileLayout(metadata), cells: cells.map(toCell) };
    return new TextEncoder().encode(serializeNotebook(file));
  }
}

export function toNotebookData(cells: readonly NotebookCell[]): vscode.NotebookData {
  return new vscode.NotebookData(
    cells.map(({ kind, source, layout }) => {
      const cell =
        kind === 'sql'
          ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, SQL_LANGUAGE)
          : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, source, MARKDOWN);
      if (layout !== undefined) cell.metadata = { layout };
      return cell;
    }),
  );
}

function toCell({ kind, value, metadata }: vscode.NotebookCellData): NotebookCell {
  return {
    kind: kind === vscode.NotebookCellKind.Markup ? 'markdown' : 'sql',
    source: value.replace(/\r\n?/g, '\n'),
    layout: readCellLayout(metadata),
  };
}

// Metadata went through VS Code and may have been edited by other extensions.
function readFileLayout(metadata: unknown): Pick<NotebookFile, 'prologue' | 'eol'> {
  const { prologue, eol } = asRecord(metadata);
  return { prologue: typeof prologue === 'string' ? prologue : '', eol: eol === '\r\n' ? eol : '\n' };
}

function readCellLayout(metadata: unknown): CellLayout | undefined {
  const { marker, gap, verbatim } = asRecord(asRecord(metadata)['layout']);
  if (typeof marker !== 'string' || typeof gap !== 'string') return undefined;
  const { source, body } = asRecord(verbatim);
  if (typeof source !== 'string' || typeof body !== 'string') return { marker, gap };
  return { marker, gap, verbatim: { source, body } };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
