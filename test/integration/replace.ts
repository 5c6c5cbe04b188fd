const undo: (() => void)[] = [];

/** Puts something else in the place of a property, until restoreAll. */
export function replace<T extends object>(target: T, key: keyof T, value: unknown): void {
  const original = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, { value, configurable: true });
  undo.push(() => {
    if (original === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, original);
  });
}

export function restoreAll(): void {
  for (const step of undo.splice(0).reverse()) step();
}
