import { listed } from '../listed';
import { isRunning } from './serviceState';
import type { ServiceState } from './serviceState';

/** What runs and what does not, for whoever has stopped an operation half-way. */
export function runningText(rows: readonly ServiceState[]): string {
  const running = rows.filter(isRunning).map(({ name }) => name);
  const others = rows.filter((row) => !isRunning(row)).map(({ name }) => name);
  if (running.length === 0) return 'No service runs.';
  if (others.length === 0) return 'Every service runs.';
  return `${verb(running, 'runs', 'run')}; ${verb(others, 'does', 'do')} not.`;
}

function verb(names: readonly string[], one: string, several: string): string {
  return `${listed(names)} ${names.length === 1 ? one : several}`;
}
