/**
 * What the variables of the catalogue do, one a line, by `NAME`, or by `NAME@role` where a service of that role reads it
 * otherwise. A `*` stands for part of a name; of such lines the first that fits counts, after the whole names. Types,
 * defaults and versions are said by the catalogue and not here, and what is only for Langfuse Cloud is left out.
 */
export const CATALOGUE_NOTES = String.raw`
ADMIN_API_KEY The bearer token of the instance's admin API. The official compose file does not pass it on.
AUTH_AUTHENTIK_AUTHORIZATION_URL Where users are sent to sign in, if not to the address that the issuer names.
AUTH_AZURE_AD_TENANT_ID The tenant of Azure AD (Entra) whose users may sign in.
AUTH_DISABLE_SIGNUP Refuses every new account, also those of invited people and of a first sign-in through a provider. The official compose file does not pass it on.
AUTH_DISABLE_USERNAME_PASSWORD Hides and refuses sign-in with e-mail address and password.
AUTH_DOMAINS_WITH_SSO_ENFORCEMENT Mail domains whose users must sign in through a provider.
AUTH_EMAIL_VERIFICATION_REQUIRED Mails a code before an account with a password is created. Needs SMTP_CONNECTION_URL.
AUTH_GITHUB_ENTERPRISE_BASE_URL The address of your GitHub Enterprise.
AUTH_GITLAB_URL The address of your GitLab.
AUTH_GOOGLE_ALLOWED_DOMAINS Google Workspace domains whose users may sign in.
AUTH_HTTPS_PROXY The proxy for https requests to sign-in providers.
AUTH_HTTP_PROXY The proxy for http requests to sign-in providers.
AUTH_IGNORE_ACCOUNT_FIELDS Fields of a provider's account that are not stored.
AUTH_SESSION_MAX_AGE Minutes until a user must sign in again.
AUTH_SSO_TIMEOUT Milliseconds until a request to a sign-in provider is given up.
AUTH_WORKOS_CONNECTION_ID The connection of WorkOS through which users sign in.
AUTH_WORKOS_ORGANIZATION_ID The organization of WorkOS whose users sign in.
AWS_ACCESS_KEY_ID AWS credentials for Bedrock, SES, or S3 without an access key of its own.
AWS_PROFILE Which profile of the AWS configuration counts.
AWS_SECRET_ACCESS_KEY AWS credentials for Bedrock, SES, or S3 without an access key of its own.
AWS_SESSION_TOKEN AWS credentials for Bedrock, SES, or S3 without an access key of its own.
BATCH_ACTION_EXPORT_ROW_LIMIT The most rows that one action on many rows covers.
BATCH_EXPORT_DOWNLOAD_LINK_EXPIRATION_HOURS Hours for which the link to an export works.
BATCH_EXPORT_PAGE_SIZE Rows that an export reads at a time.
BATCH_EXPORT_ROW_LIMIT The most rows of one export.
BATCH_EXPORT_S3_PART_SIZE_MIB The size of one part of an export's upload, in MiB.
BUILD_ID Comes with the image. Do not set it.
CLICKHOUSE_ALWAYS_RUN_INITDB_SCRIPTS Runs the scripts of /docker-entrypoint-initdb.d at every start, not only at the first.
CLICKHOUSE_ASYNC_INSERT_BUSY_TIMEOUT_MIN_MS ClickHouse's setting async_insert_busy_timeout_min_ms for inserts of Langfuse.
CLICKHOUSE_ASYNC_INSERT_BUSY_TIMEOUT_MS ClickHouse's setting async_insert_busy_timeout_ms for inserts of Langfuse.
CLICKHOUSE_ASYNC_INSERT_MAX_DATA_SIZE ClickHouse's setting async_insert_max_data_size for inserts of Langfuse.
CLICKHOUSE_CLUSTER_ENABLED A single server needs exactly false, on web and worker: anything else runs the migrations for a cluster, which fail without Keeper. Tables are not converted when it changes later.
CLICKHOUSE_CLUSTER_NAME The cluster's name for what Langfuse reads of system tables. The migrations say ON CLUSTER default, so any other name needs migrations by hand.
CLICKHOUSE_CONFIG The path of the server's main configuration file.
CLICKHOUSE_DB@clickhouse The database that is created at the container's start.
CLICKHOUSE_DB The database of web, worker and migrations. The official compose file passes it to neither, and creates one called default.
CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT Lets the user manage users and grants with SQL, if 1. It has nothing to do with blank passwords.
CLICKHOUSE_DISABLE_LAZY_MATERIALIZATION Goes around a fault of ClickHouse 25.4 up to 26.4.1.1005, if auto where it is needed.
CLICKHOUSE_DISABLE_TOP_K_THROUGH_JOIN Goes around a fault of several builds of ClickHouse 26.5 to 26.7, if auto where it is needed.
CLICKHOUSE_DOCKER_RESTART_ON_EXIT Restarts the server within the container when it exits.
CLICKHOUSE_DO_NOT_CHOWN Leaves the owner of the data folders as it is, if 1.
CLICKHOUSE_EVENTS_READ_ONLY_URL Another server for reads of the events tables of Langfuse 4.
CLICKHOUSE_GID The group that the server runs as when the container starts as root.
CLICKHOUSE_INIT_TIMEOUT How often the image asks whether the server of its first start, which runs the scripts, is up.
CLICKHOUSE_KEEP_ALIVE_IDLE_SOCKET_TTL Milliseconds after which an idle connection to ClickHouse is closed.
CLICKHOUSE_LIGHTWEIGHT_DELETE_MODE How rows are deleted. The lightweight modes need ClickHouse 25.7.
CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY Bytes of memory after which a query that groups goes on with files. The default is more than small hosts have.
CLICKHOUSE_MAX_OPEN_CONNECTIONS Connections to ClickHouse that one process keeps.
CLICKHOUSE_MIGRATION_SSL Uses TLS for the migrations, without a check of the certificate. Port 9440 needs it.
CLICKHOUSE_MIGRATION_URL Where the migrations find ClickHouse: its native port 9000, or 9440 with TLS, and nothing behind it. Port 8123 fails with "unexpected packet".
CLICKHOUSE_PASSWORD@clickhouse The password of the server's user, given anew each time the container is created. It goes into XML as it is, so it must not hold & or angle brackets.
CLICKHOUSE_PASSWORD The password of Langfuse at ClickHouse, the same as that of the server. It goes into an address as it is, so letters and digits alone are safe.
CLICKHOUSE_READ_ONLY_URL Another server for reads; without it they go where CLICKHOUSE_URL says.
CLICKHOUSE_SKIP_USER_SETUP Leaves the user default without a password and open to the network, if 1.
CLICKHOUSE_UID The user that the server runs as when the container starts as root.
CLICKHOUSE_UPDATE_PARALLEL_MODE ClickHouse's setting update_parallel_mode for lightweight updates.
CLICKHOUSE_URL Where Langfuse finds ClickHouse: http:// with its HTTP port 8123, or https:// with 8443. The native port 9000 is for CLICKHOUSE_MIGRATION_URL.
CLICKHOUSE_USER@clickhouse The user that the image makes at each start. Any other name than default removes default.
CLICKHOUSE_USER The user of Langfuse at ClickHouse, who also runs the migrations and so must be allowed to create tables.
CLICKHOUSE_USE_LIGHTWEIGHT_UPDATE Uses UPDATE in place of ALTER UPDATE. The server must have enable_lightweight_update.
CLICKHOUSE_USE_QUERY_CONDITION_CACHE Turns ClickHouse's query condition cache on.
CLICKHOUSE_WATCHDOG_ENABLE Keeps a process that watches over the server in the container.
DATABASE_ARGS What follows the ? of the address that is made when DATABASE_URL is not set.
DATABASE_HOST The host, with :port where needed, of the address that is made when DATABASE_URL is not set. There is no DATABASE_PORT.
DATABASE_NAME The database of the address that is made when DATABASE_URL is not set.
DATABASE_PASSWORD The password of the address that is made when DATABASE_URL is not set. It goes into it as it is.
DATABASE_URL Where Langfuse finds Postgres. Special characters in user and password must be percent-encoded. It can be left out if DATABASE_HOST, DATABASE_USERNAME, DATABASE_PASSWORD and DATABASE_NAME are all set.
DATABASE_USERNAME The user of the address that is made when DATABASE_URL is not set.
DIRECT_URL Where the migrations find Postgres, if not where DATABASE_URL says: past a connection pooler, or as another owner.
DOCKER_BUILD Skips every check of the variables, if 1. The images set 0; leave it so.
EMAIL_FROM_ADDRESS The sender of mails. Without SMTP_CONNECTION_URL none are sent.
ENABLE_AWS_CLOUDWATCH_METRIC_PUBLISHING Sends metrics of the queues to CloudWatch.
ENCRYPTION_KEY Encrypts the keys of models and integrations that are stored in Postgres. Exactly 64 hexadecimal digits, the same on web and worker: other text of that length starts and fails later. Without it what was stored cannot be read again.
GOOGLE_CLOUD_UNIVERSE_DOMAIN The domain of another Google Cloud universe.
HOSTNAME The address to listen on. Docker fills in the container's id, so a healthcheck within the container needs 0.0.0.0 here.
HTTPS_PROXY The proxy for calls of models and webhooks.
KEEP_ALIVE_TIMEOUT Milliseconds for which an idle connection stays open; some seconds more than your load balancer's.
LANGFUSE_ALLOWED_ORGANIZATION_CREATORS E-mail addresses of those who may create organizations.
LANGFUSE_API_CLICKHOUSE_DISABLE_OBSERVATIONS_FINAL Reads observations without FINAL. Only right if everything comes in by OTLP.
LANGFUSE_API_CLICKHOUSE_PROPAGATE_OBSERVATIONS_TIME_BOUNDS Another form of the queries for observations, meant to be faster.
LANGFUSE_API_TRACEBYID_DEFAULT_FIELDS Which groups of fields the API gives for one trace, if the caller does not say.
LANGFUSE_API_TRACES_DEFAULT_DATE_RANGE_DAYS How many days of traces the API lists, if the caller does not say.
LANGFUSE_API_TRACES_DEFAULT_FIELDS Which groups of fields the API gives for traces, if the caller does not say.
LANGFUSE_API_TRACES_REJECT_NO_DATE_RANGE Refuses to list traces to callers that do not say from when.
LANGFUSE_API_TRACE_OBSERVATIONS_SIZE_LIMIT_BYTES The most bytes that the API gives for one trace.
LANGFUSE_AUTO_CLICKHOUSE_MIGRATION_DISABLED Skips the migrations of ClickHouse at web's start, if exactly true. The worker runs none.
LANGFUSE_AUTO_POSTGRES_MIGRATION_DISABLED Skips the migrations of Postgres at web's start, if exactly true. The worker runs none.
LANGFUSE_AWS_BEDROCK_MODEL The model on Bedrock behind the built-in AI features.
LANGFUSE_AWS_BEDROCK_REGION The region of Bedrock behind the built-in AI features.
LANGFUSE_AWS_BEDROCK_SMALL_MODEL The small model on Bedrock behind the built-in AI features.
LANGFUSE_AZURE_SKIP_CONTAINER_CHECK Takes the container of Azure Blob Storage for granted.
LANGFUSE_BACKGROUND_MIGRATION_V4_DROP_PID_TID_SORTING_TABLES Removes the helper tables once old data is in the events tables.
LANGFUSE_BACKGROUND_MIGRATION_V4_ENABLE_HISTORIC_BACKFILL Copies old data into the events tables, once. It needs about three times the space, and no legacy write mode.
LANGFUSE_BLOB_STORAGE_DELETE_S3_CONCURRENCY How many deletions go to S3 at a time.
LANGFUSE_BLOB_STORAGE_EXPORT_TRACE_ONLY_PROJECT_IDS Projects of which only traces are exported to blob storage.
LANGFUSE_BLOB_STORAGE_FAILURE_NOTIFICATION_COOLDOWN_HOURS Hours between two mails about an export to blob storage that fails.
LANGFUSE_BULLMQ_SKIP_REDIS_VERSION_CHECK Accepts servers that speak Redis and report an unusual version.
LANGFUSE_CLICKHOUSE_DATA_EXPORT_REQUEST_TIMEOUT_MS Milliseconds until a query of an export is given up.
LANGFUSE_CLICKHOUSE_DELETED_MASK_CLEANER_CLUSTER_MODE_ENABLED Cleans deleted rows up on every server of the cluster.
LANGFUSE_CLICKHOUSE_DELETION_TIMEOUT_MS Milliseconds until a deletion is given up. Raise it when the deletion of a project or of old data times out.
LANGFUSE_CLICKHOUSE_QUERY_MAX_ATTEMPTS How often a read is tried whose connection breaks.
LANGFUSE_CODE_EVAL_AWS_LAMBDA_ENDPOINT The address of AWS Lambda, if not Amazon's own.
LANGFUSE_CODE_EVAL_DISPATCHER Where the code of evaluators runs. With insecure-local it runs within the worker.
LANGFUSE_CODE_EVAL_LOCAL_TIMEOUT_MS Milliseconds for an evaluator's code within the worker.
LANGFUSE_CSP_ENFORCE_HTTPS Tells browsers to load everything by https. Access by plain http then breaks.
LANGFUSE_DATASET_RUN_BACKFILL_CHUNK_SIZE Rows that the copy of dataset runs takes at a time.
LANGFUSE_DEFAULT_ORG_ID Organizations that every new user joins.
LANGFUSE_DEFAULT_ORG_ROLE What new users are in those organizations; VIEWER if not set.
LANGFUSE_DEFAULT_PROJECT_ID Projects that every new user joins.
LANGFUSE_DEFAULT_PROJECT_ROLE What new users are in those projects. Roles in projects need the enterprise edition.
LANGFUSE_DELETE_BATCH_SIZE How many rows one deletion covers.
LANGFUSE_DELETE_SKIP_PROJECT_IDS Projects in which nothing is deleted.
LANGFUSE_DISABLE_LEGACY_TRACING_IO_SEARCH Turns the search in inputs and outputs off for the tables of Langfuse 3.
LANGFUSE_EE_LICENSE_KEY The licence of the enterprise edition. It brings the admin API, SCIM, data retention, roles in projects and changes of the web interface.
LANGFUSE_ENABLE_BACKGROUND_MIGRATIONS Whether this worker runs background migrations. Without them an upgrade stays unfinished.
LANGFUSE_ENABLE_BLOB_STORAGE_FILE_LOG Notes each stored event file in ClickHouse, so that it can be deleted. Only false if the bucket itself deletes old files.
LANGFUSE_ENABLE_EXPERIMENTAL_FEATURES Shows unfinished features to all users.
LANGFUSE_ENABLE_REDIS_SEEN_EVENT_CACHE Remembers in Redis which event files are done, so that none is done twice.
LANGFUSE_ENABLE_SINGLE_LEVEL_QUERY_OPTIMIZATION Another form of some queries, meant to be faster.
LANGFUSE_EVAL_CREATOR_LIMITER_DURATION Milliseconds within which new evaluations are counted, to limit their rate.
LANGFUSE_EVENT_PROPAGATION_EXCLUDE_PROJECT_IDS Projects whose data is not copied into the events tables.
LANGFUSE_EVENT_PROPAGATION_MAX_INSERT_THREADS Threads of ClickHouse for the copy into the events tables.
LANGFUSE_EVENT_PROPAGATION_STUCK_THRESHOLD_MINUTES Minutes without progress after which the worker's health says that the copy into the events tables is stuck.
LANGFUSE_EVENT_PROPAGATION_WORKER_GLOBAL_CONCURRENCY How many copies into the events tables run at a time, over all workers.
LANGFUSE_EXPERIMENT_BACKFILL_EXCLUDE_PROJECT_IDS Projects whose experiments are not copied.
LANGFUSE_EXPERIMENT_BACKFILL_THROTTLE_MS Milliseconds of rest during the copy of experiments.
LANGFUSE_EXPERIMENT_EVENT_PROPAGATION_PARTITION_DELAY_MINUTES Minutes that data waits before it is copied into the events tables.
LANGFUSE_FETCH_LLM_COMPLETION_TIMEOUT_MS Milliseconds until the call of a model is given up.
LANGFUSE_FORCE_V3_EXPERIENCE Projects that keep the web interface of Langfuse 3. Without effect in the write mode events_only.
LANGFUSE_GOOGLE_CLOUD_STORAGE_CREDENTIALS A Google Cloud key as JSON, or its path. Without it the credentials of the environment count.
LANGFUSE_INGESTION_CLICKHOUSE_MAX_ATTEMPTS How often a row is written before it is dropped for good.
LANGFUSE_INGESTION_CLICKHOUSE_WRITE_BATCH_SIZE How many rows the worker writes at a time.
LANGFUSE_INGESTION_CLICKHOUSE_WRITE_INTERVAL_MS Milliseconds after which the worker writes what it has, at the latest.
LANGFUSE_INGESTION_MASKING_CALLBACK_FAIL_CLOSED Drops an event that cannot be masked.
LANGFUSE_INGESTION_MASKING_CALLBACK_TIMEOUT_MS Milliseconds until the masking of an event is given up.
LANGFUSE_INGESTION_MASKING_CALLBACK_URL A service of yours that masks what comes in by OTLP.
LANGFUSE_INGESTION_MASKING_MAX_RETRIES How often the masking of an event is tried again.
LANGFUSE_INGESTION_MASKING_PROPAGATED_HEADERS Headers of a request that are passed on to the masking service.
LANGFUSE_INGESTION_PROCESSING_SAMPLED_PROJECTS Keeps a share of what comes in, as project:share. What is written wrongly has no effect, and nothing says so.
LANGFUSE_INGESTION_QUEUE_DELAY_MS Milliseconds that events wait before they are written. It counts fully only around midnight UTC; at other times they wait five seconds at most.
LANGFUSE_INGEST_FAILURE_PROJECT_TTL_SECONDS Seconds for which a project stays marked after its events could not be stored.
LANGFUSE_INIT_ORG_CLOUD_PLAN Stored with the organization that is created. Only for tests of Langfuse itself.
LANGFUSE_INIT_ORG_ID Creates this organization at web's start if it does not exist. Without it every other LANGFUSE_INIT_ variable is ignored.
LANGFUSE_INIT_ORG_NAME The name of the organization when it is created; not changed later.
LANGFUSE_INIT_PROJECT_ID Creates this project in the organization if it does not exist.
LANGFUSE_INIT_PROJECT_NAME The name of the project when it is created; not changed later.
LANGFUSE_INIT_PROJECT_PUBLIC_KEY The public API key that the project gets, usually pk-lf- and more. A key that exists is left alone, even when the secret key has changed.
LANGFUSE_INIT_PROJECT_RETENTION Days after which the project's data is deleted. Counts only when the project is created, and needs the enterprise edition.
LANGFUSE_INIT_PROJECT_SECRET_KEY The secret API key that belongs to the public one. A change of this alone has no effect.
LANGFUSE_INIT_SKIP Nothing is created when LANGFUSE_INIT_ORG_ID is empty.
LANGFUSE_INIT_USER_EMAIL The e-mail address of the first user, who owns the organization and is made its owner again at every start.
LANGFUSE_INIT_USER_NAME The name of the first user when it is created.
LANGFUSE_INIT_USER_PASSWORD The password of the first user when it is created, and never again. Fewer than 8 characters keep web from starting.
LANGFUSE_IN_APP_AGENT_AWS_PROFILE The AWS profile of the assistant in the web interface.
LANGFUSE_IN_APP_AGENT_DLQ_RETRY_INTERVAL_MS Milliseconds until failed runs of the assistant are tried again.
LANGFUSE_IN_APP_AGENT_ENABLED Shows the assistant in the web interface.
LANGFUSE_IN_APP_AGENT_INTEGRITY_RUNNER_ENABLED Looks for runs of the assistant that were left behind.
LANGFUSE_IN_APP_AGENT_INTEGRITY_RUNNER_INTERVAL_MS Milliseconds between two looks for runs of the assistant that were left behind.
LANGFUSE_IN_APP_AGENT_MAX_ACTIVE_RUNS_PER_ORG How many runs of the assistant an organization has at a time.
LANGFUSE_IN_APP_AGENT_MAX_ACTIVE_RUNS_PER_USER How many runs of the assistant a user has at a time.
LANGFUSE_IN_APP_AGENT_SANDBOX_PROVIDER Who runs code for the assistant in the web interface.
LANGFUSE_LLM_AS_JUDGE_QUEUE_RETRY_MAX_AGE_SECONDS Seconds after which a failed judgement is not tried again.
LANGFUSE_LLM_AS_JUDGE_QUEUE_RETRY_MAX_ATTEMPTS How often a failed judgement is tried again.
LANGFUSE_LOCAL_CACHE_MODEL_MATCH_ENABLED Remembers in each process which model a name means.
LANGFUSE_LOCAL_CACHE_MODEL_MATCH_MAX How many names of models each process remembers.
LANGFUSE_LOCAL_CACHE_MODEL_MATCH_TTL_MS Milliseconds for which each process remembers a model.
LANGFUSE_LOG_FORMAT How log lines look. As text they lack details of errors, such as why S3 refused a file; json has them.
LANGFUSE_LOG_LEVEL What is logged: this level and all above.
LANGFUSE_LOG_PROPAGATED_HEADERS Headers of a request that are added to its log lines.
LANGFUSE_MARKDOWN_RENDER_CHARACTER_LIMIT Characters after which inputs and outputs are shown as plain text.
LANGFUSE_MAX_HISTORIC_EVAL_CREATION_LIMIT The most evaluations of old data that are made at once.
LANGFUSE_MAX_OBSERVATIONS_PER_TRACE The most observations that the view of a trace loads.
LANGFUSE_MCP_ALLOWED_HOSTS More hosts under which the MCP endpoint answers; an asterisk allows all.
LANGFUSE_MIGRATION_V4_ALLOW_PREVIEW_OPT_IN Allows the reads and APIs of Langfuse 4. The write mode events_only needs true.
LANGFUSE_MIGRATION_V4_NATIVE_OTEL_BEHAVIOUR Where spans from OTLP go. The write mode legacy does not allow direct, and events_only does not allow dual_write.
LANGFUSE_MIGRATION_V4_WRITE_MODE Which tables of ClickHouse are written: legacy those of Langfuse 3, events_only those of Langfuse 4, dual both. Web and worker need the same; the official compose file does not pass it on.
LANGFUSE_MIXPANEL_FLUSH_DELAY_MS Milliseconds between two deliveries to Mixpanel.
LANGFUSE_MIXPANEL_TIMEOUT_MS Milliseconds until a delivery to Mixpanel is given up.
LANGFUSE_MONITOR_SCHEDULERS Into how many parts the schedule of alerts is split.
LANGFUSE_MONITOR_SCHEDULER_ENABLED Whether this worker schedules alerts.
LANGFUSE_OBSERVATIONS_V2_SHADOW_QUERY Runs a second query to compare it. Only for the makers of Langfuse.
LANGFUSE_OBSERVATIONS_V2_SHADOW_QUERY_SAMPLE_RATE For which share of requests a second query is compared.
LANGFUSE_OBSERVATIONS_V2_SUBQUERY_REWRITE Asks for observations with another query. It will go again.
LANGFUSE_OBSERVATION_FIELD_OVERFLOW_ENABLED Stores fields that are too large in the media bucket.
LANGFUSE_OBSERVATION_FIELD_SIZE_LIMIT_BYTES Bytes after which a field counts as too large.
LANGFUSE_OCI_AUTH_TYPE How Langfuse signs in to Oracle's object storage.
LANGFUSE_OCI_CONFIG_FILE The path of Oracle's configuration file.
LANGFUSE_OCI_CONFIG_PROFILE Which profile of Oracle's configuration file counts.
LANGFUSE_OTEL_MAX_SPAN_BYTES The most bytes of one span; ClickHouse reads 10 MB at most.
LANGFUSE_OTEL_MEDIA_UPLOAD_ENABLED Moves files out of spans into the media bucket.
LANGFUSE_POSTHOG_FLUSH_DELAY_MS Milliseconds between two deliveries to PostHog.
LANGFUSE_QUEUE_CONSUMPTION_STUCK_THRESHOLD_MINUTES Minutes without a job done after which the worker's health says that queues are stuck.
LANGFUSE_QUEUE_METRICS_ENABLED Sends the lengths of queues to a StatsD server.
LANGFUSE_QUEUE_METRICS_INTERVAL_MS Milliseconds between two reports of the queues' lengths.
LANGFUSE_QUEUE_METRICS_SAMPLE_RATE Which share of the queues' metrics is reported.
LANGFUSE_RATE_LIMITS_ENABLED Limits how often the API may be called. Without a licence no limits are set anyway.
LANGFUSE_RETENTION_DAYS How long data is kept is a setting of each project in the enterprise edition, or LANGFUSE_INIT_PROJECT_RETENTION when it is created.
LANGFUSE_ROOT_EVENT_CONDITION_MAX_WINDOW_HOURS Up to which span of time another form of some queries is used, meant to be faster.
LANGFUSE_S3_BATCH_EXPORT_ENABLED Allows exports of tables from the web interface. The other LANGFUSE_S3_BATCH_EXPORT_ variables must then be right.
LANGFUSE_S3_CONCURRENT_READS How many files the worker reads from S3 at a time.
LANGFUSE_S3_CONCURRENT_WRITES How many files one process writes to S3 at a time. Raise it when the log warns of "socket capacity".
LANGFUSE_S3_DELETE_OBJECTS_CHECKSUM_ALGORITHM The checksum of requests that delete. Old MinIO needs MD5.
LANGFUSE_S3_EVENT_KEY_MAX_SEGMENT_BYTES The most bytes between two slashes of a key. MinIO on ext4 needs 255; web and worker need the same.
LANGFUSE_S3_EVENT_UPLOAD_BUCKET Where each event is stored before it is processed. Web and worker do not start without it, and the bucket must exist: Langfuse does not create it.
LANGFUSE_S3_LIST_MAX_KEYS How many keys S3 lists at a time.
LANGFUSE_S3_MEDIA_DOWNLOAD_URL_EXPIRY_SECONDS Seconds for which the link to a media file works.
LANGFUSE_S3_MEDIA_MAX_CONTENT_LENGTH The most bytes of one media file.
LANGFUSE_S3_MEDIA_UPLOAD_ENDPOINT The address in links to media files: browsers and SDKs must reach it, so on web no name of a compose service does, such as minio.
LANGFUSE_S3_RATE_ERROR_SLOWDOWN_ENABLED Moves projects to the secondary queue while S3 says that it is asked too often.
LANGFUSE_S3_RATE_ERROR_SLOWDOWN_TTL_SECONDS Seconds for which such a project stays in the secondary queue.
LANGFUSE_S3_UPLOAD_ENABLE_BUFFERED Uploads exports in parts that are kept in memory.
LANGFUSE_S3_UPLOAD_MAX_CONCURRENT_PARTS How many parts of an export are uploaded at a time.
LANGFUSE_S3_UPLOAD_MAX_PART_ATTEMPTS How often a part of an export is tried.
LANGFUSE_SERVER_SIDE_IO_CHAR_LIMIT How many characters of inputs and outputs lists show.
LANGFUSE_SKIP_EVALUATOR_MODEL_CALL_VALIDATION Saves an evaluator without trying its model.
LANGFUSE_SKIP_FINAL_FOR_OTEL_PROJECTS Reads projects without FINAL to which everything comes by OTLP.
LANGFUSE_SKIP_INGESTION_CLICKHOUSE_READ_MIN_PROJECT_CREATE_DATE Projects created since then are written without reading what is there, which spares ClickHouse.
LANGFUSE_TOKEN_COUNT_WORKER_POOL_SIZE How many threads count tokens.
LANGFUSE_TRACE_DELETE_BATCH_ACTION_RUNNER_ENABLED Whether this worker deletes traces that were selected in bulk.
LANGFUSE_TRACE_DELETE_BATCH_ACTION_RUNNER_INTERVAL_MS Milliseconds between two looks for traces that were selected in bulk.
LANGFUSE_TRACE_DELETE_BATCH_ACTION_RUNNER_MAX_BATCHES_PER_RUN How much of a bulk deletion is done at a time.
LANGFUSE_TRACE_DELETE_DELAY_MS Milliseconds before traces are deleted.
LANGFUSE_TRACE_UPSERT_QUEUE_ATTEMPTS How often a job of this queue is tried.
LANGFUSE_UI_API_HOST The address that the web interface shows for the API.
LANGFUSE_UI_DEFAULT_MODEL_ADAPTER Which kind of model a new connection has at first.
LANGFUSE_UI_INSTANCE_LINKS Links to other Langfuse instances in the web interface.
LANGFUSE_USE_AZURE_BLOB Stores in Azure Blob Storage instead of S3; the access key id is then the name of the account.
LANGFUSE_USE_GOOGLE_CLOUD_STORAGE Stores in Google Cloud Storage instead of S3.
LANGFUSE_USE_OCI_NATIVE_OBJECT_STORAGE Stores in Oracle's object storage instead of S3.
LANGFUSE_WEBHOOK_MAX_REDIRECTS How many redirects a webhook follows.
LANGFUSE_WEBHOOK_TIMEOUT_MS Milliseconds until a webhook is given up.
MINIO_ROOT_PASSWORD The password of MinIO's root user, of 8 characters at least. The LANGFUSE_S3_ variables for secret keys need the same.
MINIO_ROOT_USER The name of MinIO's root user, of 3 characters at least. The LANGFUSE_S3_ variables for access keys need the same.
NEXTAUTH_COOKIE_DOMAIN The domain of the sign-in cookies, if not the host's own.
NEXTAUTH_COOKIE_NAME_SUFFIX Ends the names of the sign-in cookies, so that several instances can share a domain.
NEXTAUTH_SECRET Signs and encrypts the cookies of signed-in users. When it changes, everyone must sign in again.
NEXTAUTH_URL The address under which browsers reach Langfuse, with http:// or https://. Sign-in leads astray when it is another.
NEXT_MANUAL_SIG_HANDLE Lets web finish its requests when it is stopped. Comes with the image.
NEXT_PUBLIC_BASE_PATH The path under which Langfuse is served. Only an image that was built with it heeds it.
NEXT_PUBLIC_BUILD_ID Comes with the image. Do not set it.
NEXT_PUBLIC_LANGFUSE_PLAYGROUND_STREAMING_ENABLED_DEFAULT Whether the playground streams answers at first.
NEXT_PUBLIC_LANGFUSE_RUN_NEXT_INIT Anything but true skips what web does at its start: the LANGFUSE_INIT_ variables and the check of all others.
NEXT_PUBLIC_SIGN_UP_DISABLED Only counts while an image is built. Use AUTH_DISABLE_SIGNUP.
NODE_ENV The images set production. Leave it so.
NODE_EXTRA_CA_CERTS A file of certificates to trust besides the usual ones, for outgoing TLS.
NODE_OPTIONS Options of Node. With --max-old-space-size and a number of MiB it gets more memory.
NO_PROXY Hosts that are reached without HTTPS_PROXY.
OTEL_EXPORTER_OTLP_ENDPOINT Where Langfuse sends traces about itself, as OTLP over HTTP.
OTEL_SERVICE_NAME The name under which Langfuse reports about itself.
OTEL_TRACE_SAMPLING_RATIO Which share of its own traces Langfuse reports.
PGDATA Where Postgres keeps its data. From image 18 on that is below /var/lib/postgresql, by version.
PGTZ The time zone of Postgres' own clients. Langfuse needs UTC.
PORT The port to listen on. The images set 3000 for web and 3030 for the worker.
POSTGRES_DB The database that is created when the data folder is empty, and never again.
POSTGRES_PASSWORD The password that the user gets when the data folder is empty. A change later changes nothing, and DATABASE_URL must hold the same one.
POSTGRES_USER The superuser that is created when the data folder is empty, and never again.
PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK Runs the migrations of Postgres without a lock, for poolers that do not allow it. Only with a single web container.
REDIS_AUTH@redis Only counts where compose puts it into the server's command line; the image does not read it. Spaces and signs of the shell break that line.
REDIS_AUTH The password of Redis, the same as the server's. With REDIS_HOST and without this, Langfuse sends the word "undefined" as the password.
REDIS_CLUSTER_ENABLED Redis is a cluster. It excludes sentinels.
REDIS_CLUSTER_NODES The cluster's servers as host:port.
REDIS_CLUSTER_SLOTS_REFRESH_TIMEOUT Milliseconds until the question who has which keys is given up.
REDIS_CONNECTION_STRING Where Langfuse finds Redis, as redis://user:password@host:port/db. It wins over REDIS_HOST.
REDIS_ENABLE_AUTO_PIPELINING Sends commands to Redis together where it can.
REDIS_HOST The host of Redis, unless REDIS_CONNECTION_STRING, a cluster or sentinels are given.
REDIS_KEY_PREFIX What the keys in Redis begin with, also those of queues.
REDIS_PORT The port of Redis.
REDIS_SENTINEL_ENABLED Asks sentinels where Redis is. It excludes a cluster.
REDIS_SENTINEL_MASTER_NAME The name by which sentinels know this Redis.
REDIS_SENTINEL_NODES The sentinels as host:port.
REDIS_SENTINEL_PASSWORD The password of the sentinels.
REDIS_SENTINEL_TLS_ENABLED Speaks TLS to the sentinels. Only with REDIS_TLS_ENABLED.
REDIS_SENTINEL_USERNAME The user at the sentinels.
REDIS_SOCKET_TIMEOUT_MS Milliseconds after which a silent connection to Redis is given up; 0 for never, or at least 10000.
REDIS_TLS_CA The official compose file passes it on, and nothing reads it.
REDIS_TLS_CA_PATH The path, in the container, of the certificates that Redis' is checked with. The official compose file passes REDIS_TLS_CA, which nothing reads.
REDIS_TLS_CERT The official compose file passes it on, and nothing reads it.
REDIS_TLS_CERT_PATH The path, in the container, of the certificate that Langfuse shows to Redis. The official compose file passes REDIS_TLS_CERT, which nothing reads.
REDIS_TLS_CHECK_SERVER_IDENTITY Whether the certificate of Redis must be for its host.
REDIS_TLS_CIPHERS The ciphers of TLS to Redis.
REDIS_TLS_ENABLED Speaks TLS to Redis.
REDIS_TLS_HONOR_CIPHER_ORDER Prefers the server's order of ciphers.
REDIS_TLS_KEY The official compose file passes it on, and nothing reads it.
REDIS_TLS_KEY_PASSPHRASE The passphrase of the key that belongs to REDIS_TLS_CERT_PATH.
REDIS_TLS_KEY_PATH The path, in the container, of the key that belongs to REDIS_TLS_CERT_PATH. The official compose file passes REDIS_TLS_KEY, which nothing reads.
REDIS_TLS_REJECT_UNAUTHORIZED Whether the certificate of Redis is checked at all.
REDIS_TLS_SECURE_PROTOCOL The protocol of TLS to Redis.
REDIS_TLS_SERVERNAME The name that Langfuse asks Redis' certificate for.
REDIS_USERNAME The user at Redis.
SALT Goes into the hashes of API keys, the same on web and worker. When it changes, the first use of each key is slow.
SEED_SECRET_KEY Only for test data of Langfuse's makers.
SHADOW_DATABASE_URL Only for those who write migrations.
SKIP_CONFIRM Answers yes to the script that takes ClickHouse's migrations back. Not for production.
SLACK_CLIENT_ID The id of your Slack app for notifications.
SLACK_CLIENT_SECRET The secret of your Slack app for notifications.
SLACK_PAGE_SIZE How many channels Slack lists at a time.
SLACK_STATE_SECRET Protects the connection to Slack while it is made.
SMTP_CONNECTION_URL The mail server as smtp://user:password@host:port, smtps:// with TLS from the start, or ses:// and a region. There are no separate variables for its parts.
TELEMETRY_ENABLED Reports anonymous usage to the makers of Langfuse. Not set counts as true; with a licence it has no effect.
TZ The time zone of the container. Langfuse needs UTC.
VERCEL_URL It wins over NEXTAUTH_URL. Do not set it in a container.
no_proxy As NO_PROXY, over which it wins.
QUEUE_CONSUMER_INGESTION_QUEUE_IS_ENABLED Whether this worker takes events that SDKs send in batches. If no worker does, they are never written.
QUEUE_CONSUMER_OTEL_INGESTION_QUEUE_IS_ENABLED Whether this worker takes spans that come in by OTLP. If no worker does, they are never written.
AUTH_*_ALLOW_ACCOUNT_LINKING Signing in through this provider joins an existing account with the same e-mail address.
AUTH_*_CHECKS What is checked while a user signs in through this provider: nonce, pkce, state or none, with commas.
AUTH_*_CLIENT_AUTH_METHOD How Langfuse proves who it is when it asks this provider for tokens.
AUTH_*_CLIENT_ID The client id that this sign-in provider gave out for Langfuse.
AUTH_*_CLIENT_SECRET The client secret that this sign-in provider gave out for Langfuse.
AUTH_*_ID_TOKEN_SIGNED_RESPONSE_ALG How this provider's ID tokens must be signed.
AUTH_*_ID_TOKEN Whether this provider's ID token says who signs in.
AUTH_*_ISSUER The issuer URL of this sign-in provider.
AUTH_*_NAME The words on this provider's sign-in button.
AUTH_*_SCOPE What is asked of this provider about a user.
*_QUEUE_SHARD_COUNT Into how many queues this one is split, for Redis in cluster mode. Their names end in -1, -2 and so on.
*_WHITELISTED_HOST Internal host names that users may enter here although others are refused (a guard against SSRF).
*_WHITELISTED_IPS Internal IP addresses that users may enter here although others are refused (a guard against SSRF).
*_WHITELISTED_IP_SEGMENTS Internal networks, as in 10.0.0.0/8, whose addresses users may enter here although others are refused (a guard against SSRF).
LANGFUSE_*_QUEUE_PROCESSING_CONCURRENCY How many jobs of this queue one worker does at a time.
LANGFUSE_*_WORKER_CONCURRENCY How many jobs of this kind one worker does at a time.
LANGFUSE_*_DELETE_CONCURRENCY How many deletions of this kind one worker does at a time.
LANGFUSE_SECONDARY_*_QUEUE_ENABLED_PROJECT_IDS Projects whose jobs go to the secondary queue, so that they do not hold up the others.
QUEUE_CONSUMER_*_QUEUE_IS_ENABLED Whether this worker takes jobs from this queue. One worker must, or its jobs stay undone.
LANGFUSE_S3_*_ACCESS_KEY_ID Without it and the secret key, the credentials of the AWS environment count.
LANGFUSE_S3_*_SECRET_ACCESS_KEY The secret key that belongs to the access key.
LANGFUSE_S3_*_BUCKET This bucket must exist: Langfuse does not create it.
LANGFUSE_S3_*_EXTERNAL_ENDPOINT The address in signed download links, for browsers that cannot reach the internal one.
LANGFUSE_S3_*_ENDPOINT The address of the S3 service; leave it out for Amazon's own.
LANGFUSE_S3_*_FORCE_PATH_STYLE Puts the bucket into the path instead of the host name. MinIO needs true.
LANGFUSE_S3_*_PREFIX What the keys of all objects begin with; it must end with a slash.
LANGFUSE_S3_*_REGION Any word suits MinIO, such as auto.
LANGFUSE_S3_*_SSE How the bucket's server encrypts objects.
LANGFUSE_S3_*_SSE_KMS_KEY_ID The KMS key with which the bucket's server encrypts objects.
LANGFUSE_*_CLEANER_ENABLED Whether this clean-up runs in the background of this worker.
LANGFUSE_*_CLEANER_INTERVAL_MS Milliseconds between two runs of this clean-up.
LANGFUSE_*_CLEANER_CHECK_INTERVAL_MS Milliseconds between two looks for something to clean up.
LANGFUSE_*_CLEANER_SLEEP_ON_EMPTY_MS Milliseconds of rest when there is nothing to clean up.
LANGFUSE_*_CLEANER_*_TIMEOUT_MS Milliseconds after which this step of the clean-up is given up.
LANGFUSE_*_CLEANER_PROJECT_LIMIT How many projects one run of this clean-up looks at.
LANGFUSE_*_CLEANER_ITEM_LIMIT How many files one run of this clean-up deletes.
LANGFUSE_*_CLEANER_CHUNK_SIZE How much one statement of this clean-up covers.
LANGFUSE_*_CLEANER_BATCH_SIZE How much one statement of this clean-up covers.
LANGFUSE_*_CLEANER_QUERY_CONCURRENCY How many queries this clean-up runs at a time.
LANGFUSE_*_LOCK_TTL_SECONDS Seconds for which one worker keeps the others from the same clean-up.
LANGFUSE_UI_DEFAULT_BASE_URL_* The address that is filled in for a new connection to this model provider.
LANGFUSE_UI_*_HREF Where this link of the web interface leads, or its picture comes from.
LANGFUSE_UI_*_PRODUCT_MODULES Which parts of the web interface are shown or hidden, with commas.
LANGFUSE_IN_APP_AGENT_SANDBOX_AWS_* Where on AWS the assistant in the web interface runs code.
LANGFUSE_AI_FEATURES_* Where the built-in AI features report their own traces.
LANGFUSE_CUSTOM_SSO_*_CLAIM Which claim of the AUTH_CUSTOM_ provider's profile gives this fact about a user.
LANGFUSE_CACHE_*_ENABLED Whether these lookups are remembered in Redis.
LANGFUSE_CACHE_*_TTL_SECONDS Seconds for which these lookups are remembered in Redis.
LANGFUSE_CLICKHOUSE_*_DELETION_CONCURRENCY_DURATION_MS Milliseconds within which deletions of this kind are counted, to limit their rate.
LANGFUSE_CODE_EVAL_AWS_LAMBDA_*_FUNCTION_NAME The AWS Lambda that runs code evaluators in this language.
LANGFUSE_DATASET_SERVICE_*_VERSIONED_IMPLEMENTATION Whether the versioned tables of datasets are used.
LANGFUSE_SKIP_*_PROJECT_IDS Projects for which this step is left out, with commas.
DD_* Where and under which name queue metrics go to a Datadog agent.
`;
