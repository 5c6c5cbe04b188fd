import type { LoadProblem } from './project';
import type { MapNode } from './tree';
import { child } from './tree';

const TOP_LEVEL = names('configs include models name networks secrets services version volumes');

const SERVICE = names(`
  annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name
  cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec
  depends_on deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file
  environment expose extends external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation
  label_file labels links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit models
  network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_start pre_stop
  privileged profiles provider pull_policy pull_refresh_after read_only restart runtime scale secrets security_opt
  shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user
  userns_mode uts volumes volumes_from working_dir
`);

const HEALTHCHECK = names('disable interval retries start_interval start_period test timeout');

/** Keys that compose refuses: it takes its own, and everything that starts with `x-`. */
export function* unknownKeys(root: MapNode): Iterable<LoadProblem> {
  yield* unknownIn(root, TOP_LEVEL, 'at the top level');
  const services = child(root, 'services');
  if (services?.kind !== 'map') return;
  for (const [name, { value: service }] of services.entries) {
    if (service.kind !== 'map') continue;
    yield* unknownIn(service, SERVICE, `in the service “${name}”`);
    const healthcheck = child(service, 'healthcheck');
    if (healthcheck?.kind === 'map') {
      yield* unknownIn(healthcheck, HEALTHCHECK, `in the healthcheck of “${name}”`);
    }
  }
}

function* unknownIn(map: MapNode, known: ReadonlySet<string>, where: string): Iterable<LoadProblem> {
  for (const [key, { keyOrigin }] of map.entries) {
    if (known.has(key) || key.startsWith('x-')) continue;
    const message = `Compose knows no “${key}” ${where} and refuses the file. Correct its spelling or indentation, or start it with x- to have it ignored.`;
    yield { code: 'compose/structure', message, ...keyOrigin };
  }
}

function names(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
