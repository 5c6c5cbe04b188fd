import type { ComposeProject } from '../../compose/project';
import { listed } from '../../listed';
import type { Plan } from '../plan';
import { activeServices, refusalsOfFiles } from './shared';

/** Fetch the images that the files name. Containers go on with those that they were created from. */
export function planPull(project: ComposeProject): Plan {
  const images = new Set(activeServices(project).flatMap(({ image }) => image?.value ?? []));
  return {
    operation: 'pull',
    project: project.name,
    title: `Pull the images of ${project.name}`,
    changes: [],
    steps: [
      {
        kind: 'compose',
        // An image that is built here has no registry to come from.
        args: ['pull', '--ignore-buildable'],
        title: `Pull ${listed([...images])}`,
        ifStopped: 'Images that were pulled stay; running Pull Images again goes on from here.',
      },
    ],
    lost: [],
    survives: ['Every container runs on with the image that it has, until Up.'],
    warnings: [],
    refusals: [
      ...refusalsOfFiles(project),
      ...(images.size === 0 ? ['No service of this project names an image.'] : []),
    ],
    confirmation: undefined,
  };
}
