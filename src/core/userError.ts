/**
 * A failure that the operator can do something about. The message is what they read: one or two sentences,
 * what happened and what to do next, without secrets. Anything else that is thrown is a bug of ours.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}
