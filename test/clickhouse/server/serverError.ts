/** An error as ClickHouse names it: a number, a name in capitals and a text. */
export class ServerError extends Error {
  readonly code: number;
  readonly codeName: string;

  constructor(code: number, codeName: string, message: string) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }

  static from(error: unknown): ServerError {
    if (error instanceof ServerError) return error;
    const text = error instanceof Error ? error.message : String(error);
    const match = /Code: (\d+)\. (?:DB::Exception: )?([\s\S]*?)(?: \(([A-Z0-9_]+)\))?\s*$/.exec(text);
    if (match === null) return new ServerError(1002, 'UNKNOWN_EXCEPTION', text);
    return new ServerError(Number(match[1]), match[3] ?? 'UNKNOWN_EXCEPTION', match[2] ?? text);
  }

  /** The one line that a server sends and logs. */
  format(version: string): string {
    return `Code: ${this.code}. DB::Exception: ${this.message} (${this.codeName}) (version ${version} (official build))`;
  }
}

const STATUS_BY_CODE = new Map<number, number>([
  [194, 401],
  ...[192, 193, 497, 512, 516].map((code) => [code, 403] as const),
  ...[
    6, 8, 15, 25, 26, 27, 36, 38, 41, 44, 53, 62, 72, 117, 167, 168, 223, 224, 225, 321, 376, 427, 441, 675,
    676,
  ].map((code) => [code, 400] as const),
  ...[46, 47, 50, 56, 60, 63, 73, 78, 81, 98, 115, 336, 511].map((code) => [code, 404] as const),
  [159, 408],
  [381, 411],
  [22, 413],
  [48, 501],
  [76, 503],
  [209, 503],
]);

/** The HTTP status that goes with an error code. */
export function httpStatus(code: number): number {
  return STATUS_BY_CODE.get(code) ?? 500;
}
