interface Attributes {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly role?: string;
  readonly label?: string;
}

/** An element with text content; markup in data can never become markup here. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly HTMLElement[] = [],
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  if (attributes.class !== undefined) created.className = attributes.class;
  if (attributes.text !== undefined) created.textContent = attributes.text;
  if (attributes.title !== undefined) created.title = attributes.title;
  if (attributes.role !== undefined) created.setAttribute('role', attributes.role);
  if (attributes.label !== undefined) created.setAttribute('aria-label', attributes.label);
  created.append(...children);
  return created;
}
