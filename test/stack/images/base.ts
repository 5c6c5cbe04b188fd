import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../cache';
import { DebianArchive, unpackPackage } from '../debian';
import { run } from '../run';

const SUITE = 'trixie';
const REDIS_SUITE = 'bookworm';

const PACKAGES = [
  ...['base-files', 'bash', 'coreutils', 'dash', 'grep', 'sed', 'mawk', 'findutils', 'procps', 'util-linux'],
  ...['libc-bin', 'wget', 'ca-certificates', 'tzdata', 'hostname', 'dumb-init', 'postgresql-17'],
  ...['libjemalloc2', 'libatomic1', 'liblzf1', 'libstdc++6', 'libssl3t64', 'netbase', 'netcat-openbsd'],
];

/** Trixie's Redis is 8; stacks run 7. */
const REDIS_PACKAGES = [
  ...['redis-server', 'redis-tools', 'libhiredis0.14', 'liblua5.1-0', 'lua-cjson', 'lua-bitop'],
];

/** What only maintainer scripts, JIT compilation and Perl tools would need. */
const NOT_NEEDED =
  /^(?:libllvm.*|libz3.*|perl.*|libperl.*|libgdbm.*|locales|libc-l10n|libsqlite3.*|debconf|dpkg|ssl-cert|openssl|openssl-provider-legacy|passwd|adduser|init-system-helpers|postgresql-common.*|libjson-perl|ucf|sensible-utils|sysvinit-utils|logsave|gpg.*|libdb5.*|libxslt.*|krb5-locales|libipc-run-perl|libcommon-sense-perl|libjson-xs-perl|libtypes-serialiser-perl)$/;

const UNWANTED_FOLDERS = ['doc', 'man', 'locale', 'info', 'i18n'].map((name) => `usr/share/${name}`);

const PASSWD = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
clickhouse:x:101:101::/var/lib/clickhouse:/bin/bash
postgres:x:999:999::/var/lib/postgresql:/bin/bash
redis:x:998:998::/data:/bin/bash
nextjs:x:1001:1001::/app:/bin/sh
`;

const GROUP = `root:x:0:
nogroup:x:65534:
clickhouse:x:101:
postgres:x:999:
redis:x:998:
nodejs:x:1001:
`;

/**
 * A root file system that every image of the stack starts from: PostgreSQL, Redis, Node and the usual small tools,
 * unpacked from Debian's packages. Returns the path of its tar file.
 */
export async function baseRootfs(): Promise<string> {
  const sources = [__filename, join(__dirname, '../debian.ts')];
  const recipe = await Promise.all(sources.map((path) => readFile(path)));
  const folder = await cached('base', [process.version, ...recipe], async (target) => {
    const root = join(target, 'root');
    await mkdir(root);
    await unpackPackages(join(target, 'apt'), root);
    await finish(root);
    await run('tar', [
      '-C',
      root,
      '--numeric-owner',
      '--owner=0',
      '--group=0',
      '-cf',
      join(target, 'base.tar'),
      '.',
    ]);
    await rm(root, { recursive: true });
    await rm(join(target, 'apt'), { recursive: true });
  });
  return join(folder, 'base.tar');
}

async function unpackPackages(apt: string, root: string): Promise<void> {
  const archive = await DebianArchive.open(apt, [SUITE, REDIS_SUITE]);
  const names = (await archive.closure(PACKAGES, SUITE)).filter((name) => !NOT_NEEDED.test(name));
  const files = await archive.download(names, SUITE, join(apt, 'debs'));
  const redis = await archive.download(REDIS_PACKAGES, REDIS_SUITE, join(apt, 'redis'));
  // base-files first: it owns the links from /bin, /lib and /sbin into /usr.
  const isBase = (file: string) => file.includes('/base-files_');
  for (const file of [...files.filter(isBase), ...files.filter((file) => !isBase(file)), ...redis])
    await unpackPackage(file, root);
}

/** What the packages' own scripts would have done. */
async function finish(root: string): Promise<void> {
  const at = (path: string) => join(root, path);
  for (const path of [...UNWANTED_FOLDERS, 'usr/lib/systemd', 'usr/lib/postgresql/17/lib/bitcode', 'var/run'])
    await rm(at(path), { recursive: true, force: true });
  for (const path of ['proc', 'sys', 'dev', 'tmp', 'run', 'root', 'etc/ssl/certs', 'usr/local/bin'])
    await mkdir(at(path), { recursive: true });
  await run('chmod', ['1777', at('tmp')]);

  const links = {
    'usr/bin/sh': 'dash',
    'usr/bin/awk': 'mawk',
    'usr/bin/nc': 'nc.openbsd',
    'var/run': '/run',
    'etc/localtime': '/usr/share/zoneinfo/UTC',
  };
  for (const [path, target] of Object.entries(links)) {
    await rm(at(path), { force: true });
    await symlink(target, at(path));
  }
  await writeFile(at('etc/passwd'), PASSWD);
  await writeFile(at('etc/group'), GROUP);
  await writeFile(at('etc/nsswitch.conf'), 'hosts: files dns\n');
  await copyFile(process.execPath, at('usr/local/bin/node'));
  await run('chmod', ['0755', at('usr/local/bin/node')]);
}
