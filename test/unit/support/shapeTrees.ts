import fc from 'fast-check';
import { model } from '../../../src/core/compose/schema/model';
import { service } from '../../../src/core/compose/schema/service';
import type { Shape } from '../../../src/core/compose/schema/shape';
import { anything } from '../../../src/core/compose/schema/shape';

/** Values of every type, and texts that one place or another takes. */
const scalar = fc.constantFrom<unknown>(
  ...['', 'a', 'a', 'b', '1', '-1', '1.5', 'yes', 'true', '1g', '10s', 'all', 'a=b', 'always', '127.0.0.1'],
  ...[7, 0, -5, 2000, 1.5, true, null],
);

const stranger = fc.constantFrom<unknown>(
  ...[[], ['a'], ['a', 'a'], [1], [null], [true], [{}], [{ a: 1 }]],
  ...[{}, { a: 'b' }, { a: 1 }, { a: null }, { a: true }, { a: [] }, { a: {} }, { 'x-a': [1] }, { zzz: 1 }],
);

/** One key of a service or of another section, with a tree below it. */
export function modelsWithOneKey(
  without: ReadonlySet<string> = new Set(),
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const inServices = entriesLike(service, without).map((entry) => ({
    services: { a: { image: 'x', ...entry } },
  }));
  const sections = ['networks', 'volumes', 'secrets', 'configs', 'models'].map((key) =>
    treesLike(model.map!.keys.get(key)!).map((tree) => ({ services: { a: { image: 'x' } }, [key]: tree })),
  );
  return fc.oneof({ weight: 12, arbitrary: inServices }, ...sections);
}

/** A known key of a shape with a tree below it. */
export function entriesLike(
  shape: Shape,
  without: ReadonlySet<string>,
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const entries = [...shape.map!.keys].filter(([key, inner]) => inner !== anything && !without.has(key));
  return fc.oneof(...entries.map(([key, inner]) => treesLike(inner).map((tree) => ({ [key]: tree }))));
}

/** Trees that look like what a shape takes, most of them with something that it does not. */
function treesLike(shape: Shape): fc.Arbitrary<unknown> {
  const known = new Map<Shape, fc.Arbitrary<unknown>>();
  const like = (one: Shape): fc.Arbitrary<unknown> => {
    const arbitrary = known.get(one) ?? fc.oneof({ weight: 9, arbitrary: fitting(one) }, scalar, stranger);
    known.set(one, arbitrary);
    return arbitrary;
  };
  const fitting = ({ scalar: isScalar, list, map }: Shape): fc.Arbitrary<unknown> => {
    const forms: fc.Arbitrary<unknown>[] = [];
    if (isScalar !== undefined) forms.push(fittingScalar(isScalar));
    if (list !== undefined) forms.push(fc.array(like(list.items), { maxLength: 2, size: 'max' }));
    if (map !== undefined) {
      const keys = [...map.keys].filter(([, inner]) => inner !== anything);
      const entries = [
        ...keys.map(([key, inner]) => like(inner).map((value) => [key, value] as const)),
        ...(map.named === undefined || map.named.shape === anything
          ? []
          : ['a', 'b'].map((key) => like(map.named!.shape).map((value) => [key, value] as const))),
      ];
      const required = fc.tuple(
        ...map.required.map((key) => like(map.keys.get(key)!).map((value) => [key, value] as const)),
      );
      const some = fc.array(fc.oneof(...entries), { maxLength: 2, size: 'max' });
      if (entries.length > 0)
        forms.push(
          fc.tuple(required, some).map(([first, more]) => Object.fromEntries([...more, ...first]) as unknown),
        );
    }
    return forms.length === 0 ? scalar : fc.oneof(...forms);
  };
  return like(shape);
}

function fittingScalar(isTaken: NonNullable<Shape['scalar']>): fc.Arbitrary<unknown> {
  const words = [
    'a',
    '1',
    '10s',
    '1g',
    'yes',
    'host',
    'bind',
    'volume',
    'z',
    'sync',
    'rebuild',
    'all',
    'default',
    'a=b',
    'always',
    'CMD',
    'service_started',
    'start-first',
    'enabled',
    '127.0.0.1',
  ].filter((word) => isTaken(word, 'string'));
  return words.length === 0 ? scalar : fc.oneof(fc.constantFrom<unknown>(...words), scalar);
}
