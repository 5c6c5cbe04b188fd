import * as scalars from './scalars';
import { either, listOf, mapOf, openRecord, optional, record } from './shape';
import type { Shape } from './shape';

/** What compose asks of the names of services, volumes and the like. */
export const NAME = /^[a-zA-Z0-9._-]+$/;

export const texts = listOf(scalars.text);

export const distinctTexts = listOf(scalars.text, { isSet: true });

export const textOrTexts = either('a text or a list of texts', scalars.text, texts);

export const distinctTextOrTexts = either('a text or a list of texts', scalars.text, distinctTexts);

export const command = optional(
  either('a text or a list of texts; put each item in quotes', scalars.text, texts),
);

/** Names with values, as a mapping or as `NAME=value`. A name that stands there twice counts once. */
export const keyValues = keyValuesIn(listOf(scalars.text, { mapCode: 'compose/list-item-is-map' }));

/** The same deeper inside, where compose does not merge names and refuses one that stands there twice. */
export const distinctKeyValues = keyValuesIn(
  listOf(scalars.text, { mapCode: 'compose/list-item-is-map', isSet: true }),
);

function keyValuesIn(list: Shape): Shape {
  return either(
    'a mapping of names to single values, or a list of KEY=value texts',
    mapOf(optional(scalars.value)),
    list,
  );
}

export const extraHosts = either(
  'a mapping of names to addresses, or a list such as name=address',
  mapOf(textOrTexts),
  listOf(scalars.matching('such as name=address', /[=:]/)),
);

/** Keys of an agent for a build: `default`, or names with paths. */
export const sshKeys = either(
  'a mapping of names to paths, or a list such as default or name=path',
  mapOf(optional(scalars.value)),
  listOf(scalars.matching('such as default or name=path', /^default$|=/), { isSet: true }),
);

export const ulimits = ulimitsOf(scalars.exactInteger);

/** Compose does not convert texts to numbers below `build`. */
export const buildUlimits = ulimitsOf(scalars.plainInteger);

function ulimitsOf(limit: Shape): Shape {
  const bounds = record({ soft: limit, hard: limit }, 'soft', 'hard');
  return mapOf(either('a whole number, or a mapping with soft and hard', limit, bounds));
}

/** Where a secret or a config goes inside the container. */
export const fileMounts = listOf(
  either(
    'a name, or a mapping with source',
    scalars.filledText,
    record(
      {
        source: scalars.text,
        target: scalars.text,
        uid: scalars.text,
        gid: scalars.text,
        mode: scalars.exactInteger,
      },
      'source',
    ),
  ),
);

export const hookKeys = {
  command,
  user: scalars.text,
  privileged: scalars.flag,
  working_dir: scalars.text,
  environment: distinctKeyValues,
};

export const hook = record(hookKeys, 'command');

const device = {
  capabilities: distinctTexts,
  count: scalars.integerOrAll,
  device_ids: distinctTexts,
  driver: scalars.text,
  options: distinctKeyValues,
};

export const reservedDevices = listOf(record(device, 'capabilities'));

export const gpus = either(
  'the word all, or a list of devices',
  scalars.oneOf('all'),
  // Compose forgets to refuse keys that it does not know here.
  listOf(openRecord(device)),
);
