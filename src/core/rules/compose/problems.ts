import type { LoadProblemKind } from '../loadProblems';

export const composeProblems: readonly LoadProblemKind[] = [
  {
    code: 'compose/cycle',
    summary: 'Files or services that include, extend or need each other in a circle.',
  },
  { code: 'compose/duplicate-key', summary: 'A key stands twice in one mapping.' },
  { code: 'compose/env-file-missing', summary: 'An env_file of a service does not exist.' },
  { code: 'compose/excessive-aliases', summary: 'Aliases unfold to more than any file needs.' },
  { code: 'compose/file-missing', summary: 'A compose file that is named does not exist.' },
  { code: 'compose/invalid-interpolation', summary: 'A `${…}` that compose cannot read.' },
  { code: 'compose/invalid-port', summary: 'A port mapping that compose cannot read.' },
  { code: 'compose/list-key-space', summary: 'A space before `=` in a list of variables.' },
  { code: 'compose/merge-not-map', summary: '`<<` merges something that is no mapping.' },
  { code: 'compose/no-image', summary: 'A service has neither an image nor a build.' },
  { code: 'compose/profile-dependency', summary: 'A service depends on one whose profile is not active.' },
  { code: 'compose/remote-include', summary: 'A file that is included from elsewhere than this machine.' },
  { code: 'compose/required-missing', summary: 'A variable that the file demands with `:?` has no value.' },
  { code: 'compose/structure', summary: 'A list where a mapping belongs, or the like.' },
  { code: 'compose/too-deep', summary: 'Nesting deeper than any stack needs.' },
  {
    code: 'compose/undefined-reference',
    summary: 'A service, volume, network, secret or config that is not declared.',
  },
  { code: 'compose/unreadable-file', summary: 'A file that cannot be read.' },
  { code: 'compose/unresolved-alias', summary: 'An alias without its anchor.' },
  { code: 'compose/yaml-syntax', summary: 'The file is no valid YAML.' },
];
