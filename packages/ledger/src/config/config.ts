/** What `dynamodb-migrate.config.*` holds. Everything may be left out. */
export interface Config {
  /** Address of the JSON schema, for editors. */
  $schema?: string;
  /** Folder of the scripts, relative to the file. @default 'dynamodb-migrations' */
  folder?: string;
  /** Variable that names the environment where `--env` does not. @default 'K8S_ENV' */
  envVariable?: string;
  /** By name: `staging`, `production` … */
  environments?: { [name: string]: EnvironmentConfig };
  ledger?: LedgerConfig;
  /** Who may approve plans, where an environment does not say. */
  approvals?: ApprovalsConfig;
  /** Where runs keep their state, `s3://bucket/prefix` or a folder relative to the file. @default '.dynamodb-migrate' */
  state?: string;
  /** What flags are taken to be where they are not given. */
  defaults?: FlagDefaults;
  /** What DynamoDB takes by region, in USD, in place of the prices that are known. */
  prices?: { [region: string]: PricesConfig };
  /** Attribute paths whose values are never shown: `email`, `owner.phone`, `orders[*].card`. */
  redact?: string[];
  /** Tables of scripts that do not name theirs, by file name. */
  tables?: { [script: string]: string | string[] };
}

export interface EnvironmentConfig {
  /** AWS region; `local` means http://localhost:4567. */
  region: string;
  /** Address of DynamoDB, in place of the region's own. */
  endpoint?: string;
  /** Profile of the shared AWS configuration. */
  profile?: string;
  /** Number of its AWS account: credentials of another one are refused. */
  account?: string;
  /** Names of tables by the names that scripts use: `{ experiments: 'experiments-${env}' }`. */
  tables?: { [name: string]: string };
  budgets?: BudgetConfig;
  /** Whether `apply` needs an approved plan, and what undoes or overrules it a confirmation. @default false */
  protected?: boolean;
  /** Whether `apply` overwrites nothing that others changed since it was read. @default where it is protected */
  guard?: boolean;
  /** Who may approve its plans. @default as configured for all */
  approvals?: ApprovalsConfig;
}

export interface ApprovalsConfig {
  /** `another`: not who made the plan, and nobody twice. @default 'anyone' */
  by?: 'anyone' | 'another';
  /** Whether a plan that was made from a sample may be approved and applied where it is protected. @default false */
  sampled?: boolean;
}

/** The most capacity that a run may use. */
export interface BudgetConfig {
  /** Read units a second. */
  maxRcu?: number;
  /** Write units a second. */
  maxWcu?: number;
  /** Share of the table's capacity, such as `50%`. */
  capacity?: string;
}

/** Prices of a region in USD. */
export interface PricesConfig {
  /** A million write request units, on demand. */
  millionWriteUnits?: number;
  /** A million read request units, on demand. */
  millionReadUnits?: number;
  /** A write capacity unit for an hour, provisioned. */
  writeCapacityHour?: number;
  /** A read capacity unit for an hour, provisioned. */
  readCapacityHour?: number;
}

export interface LedgerConfig {
  /** Name, or template of it. @default 'dynamodb-migrate-ledger' */
  table?: string;
  /** @default the environment's */
  region?: string;
  /** @default the environment's, where the region is the environment's too */
  endpoint?: string;
  /** @default the environment's */
  profile?: string;
}

export interface FlagDefaults {
  /** Records in flight at a time. */
  concurrency?: number;
  /** Segments of a parallel scan. */
  segments?: number | 'auto';
  maxRcu?: number;
  maxWcu?: number;
  /** Share of the table's capacity, such as `50%`. */
  capacity?: string;
  /** Failed records after which a run stops. */
  maxErrors?: number;
  journal?: boolean;
  backup?: boolean;
  /** Overwrite nothing that others changed since it was read. */
  guard?: boolean;
  /** Show types and sizes in place of values. */
  hideValues?: boolean;
  /** How far counts may leave a plan's, such as `10%`. */
  tolerance?: string;
}

/** Gives a configuration back as it is, typed. */
export function defineConfig(config: Config): Config {
  return config;
}
