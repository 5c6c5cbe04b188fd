import { NAME, distinctKeyValues, keyValues, texts } from './common';
import * as scalars from './scalars';
import { service } from './service';
import type { Shape } from './shape';
import { anything, either, listOf, mapOf, openRecord, optional, record } from './shape';

const { flag, text } = scalars;

const external = either('true or false', flag, record({ name: text }));
/** For secrets and configs compose does not look at what else stands there. */
const looseExternal = either('true or false', flag, openRecord({ name: text }));

const network = optional(
  record({
    attachable: flag,
    driver: text,
    driver_opts: mapOf(scalars.textOrNumber),
    enable_ipv4: flag,
    enable_ipv6: flag,
    external,
    internal: flag,
    ipam: record({
      config: listOf(record({ aux_addresses: mapOf(text), gateway: text, ip_range: text, subnet: text })),
      driver: text,
      options: mapOf(text),
    }),
    labels: keyValues,
    name: text,
  }),
);

const volume = optional(
  record({
    driver: text,
    driver_opts: mapOf(scalars.textOrNumber),
    external,
    labels: distinctKeyValues,
    name: text,
  }),
);

const secret = record({
  driver: text,
  driver_opts: mapOf(scalars.textOrInteger),
  environment: scalars.filledText,
  external: looseExternal,
  file: text,
  labels: distinctKeyValues,
  name: text,
  template_driver: text,
});

const config = record({
  content: text,
  environment: text,
  external: looseExternal,
  file: text,
  labels: distinctKeyValues,
  name: text,
  template_driver: text,
});

const languageModel = record(
  { context_size: scalars.plainWhole, model: text, name: text, runtime_flags: texts },
  'model',
);

/** A whole compose file. */
export const model: Shape = record({
  configs: mapOf(config, { pattern: NAME }),
  // Applied, and checked, before the files are merged.
  include: anything,
  models: mapOf(languageModel, { pattern: NAME, isLenient: true }),
  name: text,
  networks: mapOf(network, { pattern: NAME, isLenient: true }),
  secrets: mapOf(secret, { pattern: NAME }),
  services: mapOf(service, { pattern: NAME }),
  version: text,
  volumes: mapOf(volume, { pattern: NAME }),
});
