import type { ComposeProject } from '../compose/project';
import { servicesOf } from '../langfuse/roles';
import { langfuseMajor } from '../langfuse/versions';

/** The major version of Langfuse that all its services run; undefined when they differ or do not say. */
export function stackMajor(project: ComposeProject): number | undefined {
  const services = [...servicesOf(project, 'web'), ...servicesOf(project, 'worker')];
  const majors = new Set(services.map(({ image }) => image && langfuseMajor(image.value)));
  return majors.size === 1 ? [...majors][0] : undefined;
}
