import type { ActivationFunction } from 'vscode-notebook-renderer';
import { parsePayload } from '../core/clickhouse/resultPayload';
import { ResultView } from './resultView';

/** Called by VS Code once per notebook editor. */
export const activate: ActivationFunction = () => {
  // An output that is written again keeps its element, so scroll position, filter and focus survive updates.
  const views = new WeakMap<HTMLElement, ResultView>();
  return {
    renderOutputItem(item, element) {
      const view = views.get(element) ?? new ResultView(element);
      views.set(element, view);
      view.show(parsePayload(item.json()));
    },
  };
};
