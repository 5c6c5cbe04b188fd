import type { Environment } from './environment';

export type Level = 'info' | 'warn' | 'error';

/** `detail` is shown in JSON only: Langfuse's text format drops it. */
export type Log = (level: Level, message: string, detail?: unknown) => void;

/** Langfuse's log lines: a time, a level, a tab and the message; or JSON with LANGFUSE_LOG_FORMAT=json. */
export function createLog(environment: Environment): Log {
  const isJson = environment['LANGFUSE_LOG_FORMAT'] === 'json';
  return (level, message, detail) => {
    const timestamp = new Date().toISOString();
    const error = detail instanceof Error ? detail.message : detail;
    console.log(
      isJson ? JSON.stringify({ level, message, error, timestamp }) : `${timestamp} ${level} \t${message}`,
    );
  };
}

/** An error's text. */
export function describe(error: unknown): string {
  return error instanceof Error ? error.message || error.constructor.name : String(error);
}
