import type { StackContext } from './stackContext';

/** Remembers for each stack what is the same for all of its services, so that it is computed once a check. */
export function oncePerStack<T>(compute: (stack: StackContext) => T): (stack: StackContext) => T {
  const known = new WeakMap<StackContext, { readonly value: T }>();
  return (stack) => {
    const entry = known.get(stack) ?? { value: compute(stack) };
    known.set(stack, entry);
    return entry.value;
  };
}
