/** How a notebook statement is bounded on the server. */
export interface QueryBounds {
  readonly maxRows: number;
  readonly maxSeconds: number;
  readonly isReadOnly: boolean;
}

/**
 * Settings of one statement. All are ours to lose: a user of a readonly=1 profile may send none of them, an old
 * server may not know one.
 */
export function querySettings({ maxRows, maxSeconds, isReadOnly }: QueryBounds): Record<string, string> {
  return {
    ...(isReadOnly ? { readonly: '2' } : {}),
    max_execution_time: String(maxSeconds),
    // One row more than is kept tells "exactly the cap" from "cut". Acts at block borders.
    max_result_rows: String(maxRows + 1),
    result_overflow_mode: 'break',
    cancel_http_readonly_queries_on_client_close: '1',
    // Off: an error in the middle of an answer would be one more row of data.
    http_write_exception_in_output_format: '0',
    // Cells keep the server's digits, so numbers need no quotes; nan and inf do, or they arrive as null.
    output_format_json_quote_64bit_integers: '0',
    output_format_json_quote_decimals: '0',
    output_format_json_quote_denormals: '1',
    output_format_decimal_trailing_zeros: '1',
    log_comment: 'langfuse-stack notebook',
  };
}

/**
 * Whether the server may refuse that settings are sent at all. A statement with `SETTINGS readonly = 0` of its own is
 * refused in the same words, so only the user's profile can tell.
 */
export function mayForbidSettings({
  code,
  message,
}: {
  readonly code: number;
  readonly message: string;
}): boolean {
  return code === 164 && /setting/i.test(message);
}

/**
 * The setting of ours that the server does not know or allow; undefined when the statement's own is meant. Never
 * `readonly`: a statement does not run without it.
 */
export function refusedSetting(
  { code, message }: { readonly code: number; readonly message: string },
  sent: Readonly<Record<string, string>>,
): string | undefined {
  if (code !== 115 && code !== 452) return undefined;
  return Object.keys(sent).find((name) => name !== 'readonly' && new RegExp(`\\b${name}\\b`).test(message));
}
