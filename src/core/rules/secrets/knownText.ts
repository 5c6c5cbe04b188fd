/** Values of the sample files that Langfuse publishes: everybody knows them. */
const PUBLISHED: ReadonlyMap<string, RegExp> = new Map([
  ['SALT', /^mysalt$/],
  ['NEXTAUTH_SECRET', /^mysecret$/],
  ['ENCRYPTION_KEY', /^0{64}$/],
  ['CLICKHOUSE_PASSWORD', /^clickhouse$/],
  ['REDIS_AUTH', /^myredissecret$/],
  ['POSTGRES_PASSWORD', /^postgres$/],
  ['MINIO_ROOT_PASSWORD', /^miniosecret$/],
  ['LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY', /^miniosecret$/],
  ['LANGFUSE_S3_MEDIA_UPLOAD_SECRET_ACCESS_KEY', /^miniosecret$/],
  ['LANGFUSE_S3_BATCH_EXPORT_SECRET_ACCESS_KEY', /^miniosecret$/],
  ['DATABASE_URL', /^postgres(?:ql)?:\/\/postgres:postgres@/],
]);

export function isPublishedSample(name: string, text: string): boolean {
  return PUBLISHED.get(name)?.test(text) === true;
}

/** Words that somebody did put there, and that anybody would try first. */
export function isWeakWord(text: string): boolean {
  return /^(?:secret|password|passw0rd|example|my[-_ ].*(?:key|secret|password|token))$/i.test(text);
}
