import { build } from './build';
import {
  NAME,
  command,
  distinctKeyValues,
  distinctTextOrTexts,
  distinctTexts,
  extraHosts,
  fileMounts,
  gpus,
  hook,
  hookKeys,
  keyValues,
  textOrTexts,
  texts,
  ulimits,
} from './common';
import { deploy } from './deploy';
import * as scalars from './scalars';
import type { Shape } from './shape';
import { anything, closedRecord, either, listOf, mapOf, openRecord, optional, record } from './shape';

const { bytes, count, duration, filledText, flag, number, numberOrIntegerText, text, wholeBytes } = scalars;

const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully'];

const dependencies = either(
  'a list of services, or a mapping of services to conditions',
  listOf(filledText, { isSet: true }),
  mapOf(
    record(
      { condition: scalars.oneOf(...CONDITIONS), restart: flag, required: scalars.plainFlag },
      'condition',
    ),
    { pattern: NAME },
  ),
);

const healthcheck = record({
  disable: flag,
  interval: duration,
  retries: scalars.retries,
  start_interval: duration,
  start_period: duration,
  test: either(
    'a command, or a list of texts that starts with CMD or CMD-SHELL',
    text,
    listOf(text, { startsWith: ['NONE', 'CMD', 'CMD-SHELL'] }),
  ),
  timeout: duration,
});

const networks = either(
  'a list of names, or a mapping by name',
  listOf(filledText, { isSet: true }),
  mapOf(
    optional(
      record({
        aliases: texts,
        driver_opts: mapOf(scalars.textOrNumber),
        gw_priority: scalars.plainNumber,
        interface_name: text,
        ipv4_address: text,
        ipv6_address: text,
        link_local_ips: texts,
        mac_address: text,
        priority: scalars.plainNumber,
      }),
    ),
    { pattern: NAME },
  ),
);

const models = either(
  'a list of names, or a mapping by name',
  listOf(filledText, { isSet: true }),
  mapOf(optional(record({ endpoint_var: text, model_var: text })), { pattern: NAME, isLenient: true }),
);

const port = either(
  'such as "127.0.0.1:3000:3000", or a mapping with target',
  // What a short form says is read with the ports themselves.
  scalars.textOrInteger,
  record(
    {
      app_protocol: text,
      host_ip: scalars.address,
      mode: text,
      name: text,
      protocol: text,
      published: scalars.textOrInteger,
      target: count,
    },
    'target',
  ),
);

const volume = either(
  'such as "SOURCE:TARGET", or a mapping with type and target',
  filledText,
  record(
    {
      bind: record({
        create_host_path: flag,
        propagation: text,
        recursive: scalars.oneOf('enabled', 'disabled', 'writable', 'readonly'),
        selinux: scalars.oneOf('z', 'Z'),
      }),
      consistency: text,
      image: record({ subpath: text }),
      read_only: flag,
      source: text,
      target: text,
      tmpfs: record({ mode: scalars.positiveNumber, size: scalars.positiveBytes }),
      type: scalars.oneOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
      volume: record({ labels: distinctKeyValues, nocopy: flag, subpath: text }),
    },
    'type',
    'target',
  ),
);

const envFiles = either(
  'a path, or a list of paths',
  text,
  listOf(
    either('a path', filledText, closedRecord({ path: filledText, format: text, required: flag }, 'path')),
  ),
);

const blkioRates = listOf(closedRecord({ path: text, rate: wholeBytes }));

const develop = optional(
  record({
    watch: listOf(
      record(
        {
          action: scalars.oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
          exec: hook,
          ignore: distinctTextOrTexts,
          include: distinctTextOrTexts,
          initial_sync: scalars.plainFlag,
          path: filledText,
          target: text,
        },
        'path',
        'action',
      ),
    ),
  }),
);

const providerOption = either('a single value, or a list of them', scalars.value, listOf(scalars.value));

export const service: Shape = {
  ...record({
    annotations: keyValues,
    attach: flag,
    blkio_config: closedRecord({
      device_read_bps: blkioRates,
      device_read_iops: blkioRates,
      device_write_bps: blkioRates,
      device_write_iops: blkioRates,
      weight: scalars.weight,
      weight_device: listOf(closedRecord({ path: text, weight: scalars.weight })),
    }),
    build,
    cap_add: texts,
    cap_drop: texts,
    cgroup: scalars.oneOf('host', 'private'),
    cgroup_parent: text,
    command,
    configs: fileMounts,
    container_name: scalars.matching('at least two letters, digits, _, . or -', /[a-zA-Z0-9][a-zA-Z0-9_.-]+/),
    cpu_count: count,
    cpu_percent: scalars.integerWithin(0, 100),
    cpu_period: numberOrIntegerText,
    cpu_quota: numberOrIntegerText,
    cpu_rt_period: numberOrIntegerText,
    cpu_rt_runtime: numberOrIntegerText,
    cpu_shares: numberOrIntegerText,
    cpus: number,
    cpuset: text,
    credential_spec: record({ config: text, file: text, registry: text }),
    depends_on: dependencies,
    deploy,
    develop,
    device_cgroup_rules: distinctTexts,
    devices: listOf(
      either('a path', text, record({ permissions: text, source: text, target: text }, 'source', 'target')),
    ),
    dns: textOrTexts,
    dns_opt: texts,
    dns_search: textOrTexts,
    domainname: text,
    entrypoint: command,
    env_file: envFiles,
    environment: keyValues,
    expose: listOf(scalars.textOrInteger),
    extends: anything,
    external_links: distinctTexts,
    extra_hosts: extraHosts,
    gpus,
    group_add: listOf(scalars.textOrInteger, { isSet: true }),
    healthcheck,
    hostname: text,
    image: text,
    init: flag,
    ipc: text,
    isolation: text,
    label_file: textOrTexts,
    labels: keyValues,
    links: listOf(filledText),
    logging: record({ driver: text, options: mapOf(optional(scalars.textOrNumber)) }),
    mac_address: text,
    mem_limit: bytes,
    mem_reservation: wholeBytes,
    mem_swappiness: wholeBytes,
    memswap_limit: bytes,
    models,
    network_mode: text,
    networks,
    oom_kill_disable: flag,
    oom_score_adj: scalars.integerWithin(-1000, 1000),
    pid: text,
    pids_limit: numberOrIntegerText,
    platform: text,
    ports: listOf(port),
    post_start: listOf(hook),
    // Newer than the others: what its hooks may hold besides is not settled.
    pre_start: listOf(openRecord(hookKeys)),
    pre_stop: listOf(hook),
    privileged: flag,
    profiles: texts,
    provider: record({ options: mapOf(providerOption), type: text }, 'type'),
    pull_policy: scalars.matching(
      'one of always, never, build, missing, daily, weekly, or such as every_12h',
      /always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+/,
    ),
    pull_refresh_after: text,
    read_only: flag,
    restart: text,
    runtime: text,
    scale: scalars.containerCount,
    secrets: fileMounts,
    security_opt: distinctTexts,
    shm_size: bytes,
    stdin_open: flag,
    stop_grace_period: duration,
    stop_signal: text,
    storage_opt: mapOf(optional(scalars.textOrInteger)),
    sysctls: keyValues,
    tmpfs: textOrTexts,
    tty: flag,
    ulimits,
    use_api_socket: scalars.plainFlag,
    user: text,
    userns_mode: text,
    uts: text,
    volumes: listOf(volume),
    volumes_from: listOf(filledText, { isSet: true }),
    working_dir: text,
  }),
  takes: 'a mapping, with an image at least',
};
