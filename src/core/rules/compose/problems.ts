import type { LoadProblemKind } from '../loadProblems';
import {
  makeDependencyOptional,
  makeEnvFileOptional,
  removeBlankBeforeEquals,
  removeEntry,
  repairAlias,
  repairAsMeant,
  repairBytes,
  repairDuplicateKey,
  repairDuration,
  repairListItem,
  repairReference,
  repairRequired,
  replaceTabs,
} from './repairs';

const EVERY_COMMAND =
  'Compose reads the files before it does anything, so this stops every command of the stack: `up`, but also `ps`, `logs` and `down`. Containers that run go on running.';

export const composeProblems: readonly LoadProblemKind[] = [
  {
    code: 'compose/bad-bytes',
    summary: 'A size that compose cannot read.',
    explanation: `A size is a number with \`b\`, \`k\`, \`m\`, \`g\`, \`t\` or \`p\` behind it (\`512m\`, \`1.5g\`; \`mb\` and \`MiB\` mean the same, by 1024). Below \`deploy.resources\` it must be a text, so a bare number needs quotes there. A variable that is not set leaves an empty text, which is no size either. ${EVERY_COMMAND}`,
    fixes: repairBytes,
  },
  {
    code: 'compose/bad-duration',
    summary: 'A time that compose cannot read.',
    explanation: `A time is one or more numbers with their units: \`30s\`, \`1m30s\`, \`500ms\`, \`1d\`. Only zero does without one: \`interval: 10\` is refused, and so is \`10sec\`. ${EVERY_COMMAND}`,
    fixes: repairDuration,
  },
  {
    code: 'compose/cycle',
    summary: 'Files or services that include, extend or need each other in a circle.',
    explanation: `Services that wait for each other could never start, and files that include each other never end. ${EVERY_COMMAND} Take one link of the circle away: a service that merely retries until the other answers needs no \`depends_on\`.`,
    withoutFix: 'which link of the circle is one too many, only you know.',
  },
  {
    code: 'compose/duplicate-container-name',
    summary: 'Two containers are to have one name.',
    explanation: `A container's name belongs to one container of the whole engine. A service with \`container_name\` can therefore run once only, and no other service may have the same. ${EVERY_COMMAND} Without \`container_name\` compose gives each container a name of its own, \`project-service-1\`.`,
    fixes: removeEntry,
  },
  {
    code: 'compose/duplicate-key',
    summary: 'A key stands twice in one mapping.',
    explanation: `Compose cannot know which of the two is meant. This is often a second \`environment:\` far below the first, or a block that was pasted twice. Two \`<<:\` lines are one key twice as well: name both anchors in one line, \`<<: [*a, *b]\`. ${EVERY_COMMAND}`,
    fixes: repairDuplicateKey,
  },
  {
    code: 'compose/env-file-missing',
    summary: 'An env_file of a service does not exist.',
    explanation: `\`env_file\` is required unless it says otherwise, and its path starts from the folder of the compose file. ${EVERY_COMMAND} Create the file, or write \`{ path: …, required: false }\` where the service can do without it.`,
    fixes: makeEnvFileOptional,
  },
  {
    code: 'compose/excessive-aliases',
    summary: 'Aliases unfold to more than any file needs.',
    explanation: `An alias repeats everything below its anchor. Aliases of aliases multiply, and a few lines become millions. ${EVERY_COMMAND}`,
    withoutFix: 'what the aliases were to say, only you know.',
  },
  {
    code: 'compose/exclusive-keys',
    summary: 'Two keys that exclude each other.',
    explanation: `Each of them is right alone: a service that uses the network of the host (\`network_mode\`) is in no other \`networks\`, an image is built from one Dockerfile, a secret comes from one place, and a volume that is \`external\` was made elsewhere with the driver that it has. ${EVERY_COMMAND}`,
    fixes: removeEntry,
  },
  {
    code: 'compose/file-missing',
    summary: 'A file that a compose file names does not exist.',
    explanation: `\`COMPOSE_FILE\`, \`include\`, \`extends\` or \`label_file\` names a file that is not there. Paths start from the folder of the file that names them; \`COMPOSE_FILE\` separates its paths by a colon, on Windows by a semicolon. ${EVERY_COMMAND}`,
    withoutFix: 'which file was meant, or what belongs into it, only you know.',
  },
  {
    code: 'compose/invalid-interpolation',
    summary: 'A `${…}` that compose cannot read.',
    explanation: `Compose knows \`$NAME\`, \`\${NAME}\` and the operators \`:-\`, \`-\`, \`:?\`, \`?\`, \`:+\` and \`+\`, nothing else that a shell has. Everything with a \`$\` is read so, also in commands and in blocks that nothing uses. A default must end on its own line, and its braces must be in pairs. ${EVERY_COMMAND} Where the dollar is meant for a shell in the container, write \`$$\`.`,
    fixes: repairReference,
  },
  {
    code: 'compose/invalid-port',
    summary: 'A port mapping that compose cannot read.',
    explanation: `A port is \`"CONTAINER"\`, \`"HOST:CONTAINER"\` or \`"ADDRESS:HOST:CONTAINER"\`, with \`/udp\` behind it perhaps; ranges on both sides must be equally long. A variable that is empty leaves a hole in it. Use quotes: without them YAML reads some pairs of numbers as one. ${EVERY_COMMAND}`,
    withoutFix: 'which ports are meant, only you know.',
  },
  {
    code: 'compose/limits-conflict',
    summary: 'One limit is set twice, differently.',
    explanation: `\`mem_limit\`, \`cpus\`, \`pids_limit\` and \`scale\` are older names of what stands below \`deploy\`. Both may be there as long as they say the same. ${EVERY_COMMAND}`,
    fixes: removeEntry,
  },
  {
    code: 'compose/list-item-is-map',
    summary: '`- KEY: value` where `- KEY=value` belongs.',
    explanation: `\`environment\` and \`labels\` are either a mapping (\`KEY: value\`) or a list of texts (\`- KEY=value\`). With a dash and a colon each item is a small mapping of its own. ${EVERY_COMMAND}`,
    fixes: repairListItem,
  },
  {
    code: 'compose/list-key-space',
    summary: 'A space before `=` in a list of variables.',
    explanation: `In \`- KEY =value\` the space would belong to the name. ${EVERY_COMMAND}`,
    fixes: removeBlankBeforeEquals,
  },
  {
    code: 'compose/merge-not-map',
    summary: '`<<` merges something that is no mapping.',
    explanation: `\`<<\` takes over the entries of a mapping. A list, such as an \`environment\` of \`- KEY=value\` items, has none: write the anchor as a mapping. ${EVERY_COMMAND}`,
    withoutFix: 'the list stands elsewhere, and others may take it as one.',
  },
  {
    code: 'compose/mount-collision',
    summary: 'A volume and a tmpfs at one place of a container.',
    explanation: `Only one of the two can be there, and data written to a \`tmpfs\` is gone with the container. ${EVERY_COMMAND} Keep the one that is meant.`,
    fixes: removeEntry,
  },
  {
    code: 'compose/no-image',
    summary: 'A service has neither an image nor a build.',
    explanation: `A container is made of an image. Often the indentation is at fault, and \`image:\` belongs to another service; or the service was meant to override one in a file that is not read. ${EVERY_COMMAND}`,
    withoutFix: 'which image is meant, only you know.',
  },
  {
    code: 'compose/profile-dependency',
    summary: 'A service depends on one whose profile is not active.',
    explanation: `Compose leaves services out whose profile is not selected, and then cannot start what depends on them; its error calls the other service undefined. ${EVERY_COMMAND} Select the profile (\`COMPOSE_PROFILES\` in \`.env\`), or say \`required: false\` in the long form of \`depends_on\`.`,
    fixes: makeDependencyOptional,
  },
  {
    code: 'compose/remote-include',
    summary: 'A file that is included from elsewhere than this machine.',
    explanation:
      'Compose fetches it when it runs. Here nothing is fetched, so what it adds is not known, and nothing is called missing that it may bring.',
    withoutFix: 'nothing is fetched here, and the line may be right.',
  },
  {
    code: 'compose/required-missing',
    summary: 'A variable that the file demands with `:?` has no value.',
    explanation: `\`\${NAME:?}\` makes compose stop when \`NAME\` is missing or empty, even in a service that is not started. ${EVERY_COMMAND} Set it in \`.env\`. For secrets the command **Create Secrets** makes a value of the right shape.`,
    cure: 'create-secrets',
    fixes: repairRequired,
  },
  {
    code: 'compose/schema',
    summary: 'A value of another kind than compose takes there.',
    explanation: `Compose holds the files, after variables are replaced and files are merged, to what it takes at each place: texts, numbers, true or false, lists, mappings. Numbers are no texts (\`user: 1000\` needs quotes), a variable that is not set leaves an empty text, and true or false out of a variable may also be \`yes\`, \`no\`, \`on\` or \`off\`, but not \`1\`. ${EVERY_COMMAND}`,
    fixes: repairAsMeant,
  },
  {
    code: 'compose/too-deep',
    summary: 'Nesting deeper than any stack needs.',
    withoutFix: 'what so much nesting was to say, only you know.',
  },
  {
    code: 'compose/undefined-reference',
    summary: 'A service, volume, network, secret or config that is not declared.',
    explanation: `What services share by name is declared once, at the top level of a file; only the network \`default\` is there by itself. A source that is meant as a folder of the machine begins with \`./\` or \`/\`. ${EVERY_COMMAND}`,
    fixes: repairAsMeant,
  },
  {
    code: 'compose/unknown-key',
    summary: 'A key that compose does not know.',
    explanation: `Compose ignores no key, so that a slip does not go unnoticed: it is a misspelling, stands too far in or out, or belongs to a newer version of compose. ${EVERY_COMMAND} Keys that begin with \`x-\` are yours and are ignored.`,
    fixes: repairAsMeant,
  },
  {
    code: 'compose/unreadable-file',
    summary: 'A file that cannot be read.',
    explanation: `The file is there, but is no text, is a folder, or may not be read by this user. ${EVERY_COMMAND}`,
    withoutFix: 'what a file is, and who may read it, is no part of its text.',
  },
  {
    code: 'compose/unresolved-alias',
    summary: 'An alias without its anchor.',
    explanation: `\`*name\` repeats what \`&name\` marks further up in the same file. Anchors of other files do not count, nor do those further down. ${EVERY_COMMAND}`,
    fixes: repairAlias,
  },
  {
    code: 'compose/yaml-syntax',
    summary: 'The file is no valid YAML.',
    explanation: `Indentation is what tells YAML which entry belongs to which: it takes spaces, never tabs, and entries of one mapping stand in one column. A value that holds \`: \` or \` #\`, or begins with one of \`*&!%@\`, needs quotes. ${EVERY_COMMAND}`,
    fixes: replaceTabs,
  },
];
