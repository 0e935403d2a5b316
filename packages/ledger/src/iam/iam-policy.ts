import { itemReads, itemWrites } from '@dynamodb-migrate/core';
import type { Config } from '../config/config';
import type { Environment } from '../config/environment';

export interface PolicyOptions {
  command: 'plan' | 'apply';
  config: Config;
  environment: Environment;
  /** Tables beyond those that the configuration names. */
  tables?: readonly string[];
  /** Account number. @default '*' */
  account?: string;
}

export interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
}

const describing = ['DescribeTable', 'DescribeContinuousBackups', 'DescribeTimeToLive'];
// There is no permission for a transaction, but one for each of its parts.
const own = (operation: string) => !operation.startsWith('Transact');
const reading = [...itemReads].filter(own);
const writing = [...itemWrites, 'ConditionCheckItem'].filter(own);

/**
 * The least policy with which a command can work in an environment. `plan` writes nowhere; `apply` may write items and the
 * ledger, but never remove anything from the ledger.
 */
export function iamPolicy({ command, config, environment, tables = [], account = '*' }: PolicyOptions): Policy {
  const live = command === 'apply';
  const { region } = environment.target;
  const configured = Object.values(config.tables ?? {})
    .flat()
    .map(environment.tableName);
  const names = [...new Set([...Object.values(environment.tables), ...configured, ...tables])].sort();
  const arns = names.map((name) => tableArn(region, account, name));
  const ledger = tableArn(environment.ledger.target.region, account, environment.ledger.table);
  const backup = live && config.defaults?.backup ? ['CreateBackup'] : [];
  const statements = [
    statement('DescribeTables', dynamodb(...describing, ...backup), arns),
    statement(
      'ReadItems',
      dynamodb(...reading),
      arns.flatMap((arn) => [arn, `${arn}/index/*`]),
    ),
    ...(live ? [statement('WriteItems', dynamodb(...writing), arns)] : []),
    ...(backup.length > 0
      ? [
          statement(
            'DescribeBackups',
            dynamodb('DescribeBackup'),
            arns.map((arn) => `${arn}/backup/*`),
          ),
        ]
      : []),
    statement('ReadLedger', dynamodb('GetItem', 'Query'), [ledger]),
    ...(live ? [statement('WriteLedger', dynamodb('PutItem', 'UpdateItem'), [ledger])] : []),
    ...stateStatements(config.state, live, region),
  ];
  return { Version: '2012-10-17', Statement: statements.filter(({ Resource }) => Resource.length > 0) };
}

function stateStatements(state: string | undefined, live: boolean, region: string): Statement[] {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(state ?? '') ?? [];
  if (!bucket) return [];
  const arn = `arn:${partition(region)}:s3:::${bucket}`;
  const objects = [`${arn}/${path ? `${path}/` : ''}*`];
  const actions = live ? ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'] : ['s3:GetObject'];
  return [statement('ListState', ['s3:ListBucket'], [arn]), statement('KeepState', actions, objects)];
}

function statement(Sid: string, Action: string[], Resource: string[]): Statement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

function dynamodb(...actions: string[]): string[] {
  return actions.map((action) => `dynamodb:${action}`).sort();
}

function tableArn(region: string, account: string, name: string): string {
  return name.startsWith('arn:') ? name : `arn:${partition(region)}:dynamodb:${region}:${account}:table/${name}`;
}

// Source: docs.aws.amazon.com/general/latest/gr/aws-arns-and-namespaces.html
const partitions: [beginning: string, partition: string][] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

function partition(region: string): string {
  return partitions.find(([beginning]) => region.startsWith(beginning))?.[1] ?? 'aws';
}
