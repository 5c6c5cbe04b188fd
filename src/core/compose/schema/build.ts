import { buildUlimits, extraHosts, fileMounts, keyValues, sshKeys, texts } from './common';
import * as scalars from './scalars';
import { either, listOf, mapOf, record } from './shape';

const { flag, text } = scalars;

export const build = either(
  'a path, or a mapping with context',
  text,
  record({
    additional_contexts: either(
      'a mapping of names to paths, or a list of name=path texts',
      mapOf(text),
      listOf(scalars.matching('such as name=path', /=/)),
    ),
    args: keyValues,
    cache_from: texts,
    cache_to: texts,
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    extra_hosts: extraHosts,
    isolation: text,
    labels: keyValues,
    network: text,
    no_cache: flag,
    platforms: texts,
    privileged: flag,
    provenance: scalars.textOrFlag,
    pull: flag,
    sbom: scalars.textOrFlag,
    secrets: fileMounts,
    shm_size: scalars.wholeBytes,
    ssh: sshKeys,
    tags: texts,
    target: text,
    ulimits: buildUlimits,
  }),
);
