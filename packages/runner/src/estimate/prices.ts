/** What DynamoDB takes in a region, in USD. What is absent is not known. */
export interface Prices {
  /** A million write request units, on demand. */
  millionWriteUnits?: number;
  /** A million read request units, on demand. */
  millionReadUnits?: number;
  /** A write capacity unit for an hour, provisioned. */
  writeCapacityHour?: number;
  /** A read capacity unit for an hour, provisioned. */
  readCapacityHour?: number;
}

/** Prices by region, which take the place of those that are known here. */
export type PriceList = { readonly [region: string]: Prices };

export type TableClass = 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';

/**
 * On demand, by the million of write and of read request units, and the day of the offer in AWS' price list
 * (https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonDynamoDB/current/region_index.json) that is quoted: what
 * https://aws.amazon.com/dynamodb/pricing/on-demand/ shows. Regions whose prices were not found are not here.
 */
const onDemand: { readonly [region: string]: readonly [writes: number, reads: number, offer: string] } = {
  'us-east-1': [0.625, 0.125, '2026-08-15'],
  'us-east-2': [0.625, 0.125, '2026-09-11'],
  'eu-west-1': [0.705, 0.1415, '2026-08-15'],
  'eu-central-1': [0.7625, 0.1525, '2026-08-15'],
  'ap-northeast-1': [0.715, 0.1425, '2026-09-11'],
  'ap-northeast-2': [0.68, 0.1355, '2026-10-01'],
  'ap-south-1': [0.71, 0.1425, '2026-09-11'],
  'ap-southeast-2': [0.71, 0.1425, '2026-08-13'],
};

/**
 * Provisioned, for a write and a read capacity unit an hour, as AWS' reserved capacity tool has them in its version 1.1.0:
 * https://github.com/awslabs/amazon-dynamodb-tools, archived/reco/src/ddb_rc_reco/config.py. AWS shows them on
 * https://aws.amazon.com/dynamodb/pricing/provisioned/.
 */
const provisioned: { readonly [region: string]: readonly [write: number, read: number] } = {
  'us-east-1': [0.00065, 0.00013],
  'us-east-2': [0.00065, 0.00013],
  'us-west-1': [0.000725, 0.000145],
  'us-west-2': [0.00065, 0.00013],
  'us-gov-east-1': [0.00078, 0.000156],
  'us-gov-west-1': [0.00078, 0.000156],
  'ca-central-1': [0.000715, 0.000143],
  'sa-east-1': [0.000975, 0.000195],
  'eu-west-1': [0.000735, 0.000147],
  'eu-west-2': [0.000772, 0.0001544],
  'eu-west-3': [0.000772, 0.0001544],
  'eu-central-1': [0.000793, 0.0001586],
  'eu-north-1': [0.000698, 0.00014],
  'ap-east-1': [0.000814, 0.0001628],
  'ap-south-1': [0.00074, 0.000148],
  'ap-northeast-1': [0.000742, 0.0001484],
  'ap-northeast-2': [0.0007049, 0.00014098],
  'ap-northeast-3': [0.000742, 0.0001484],
  'ap-southeast-1': [0.00074, 0.000148],
  'ap-southeast-2': [0.00074, 0.000148],
  'me-south-1': [0.0008085, 0.0001617],
  'af-south-1': [0.00087465, 0.00017493],
};

/** Of tables for infrequent access, on demand and provisioned, from the same price list: known for one region. */
const infrequent: PriceList = {
  'us-east-1': {
    millionWriteUnits: 0.78,
    millionReadUnits: 0.155,
    writeCapacityHour: 0.00081,
    readCapacityHour: 0.00016,
  },
};

/** The prices of a region, as far as they are known or given. Given ones are those of both table classes. */
export function pricesOf(region: string, tableClass: TableClass, given: PriceList = {}): Prices {
  const known = tableClass === 'STANDARD' ? standard(region) : own(infrequent, region);
  return { ...known, ...own(given, region) };
}

function standard(region: string): Prices {
  const [millionWriteUnits, millionReadUnits] = own(onDemand, region) ?? [];
  const [writeCapacityHour, readCapacityHour] = own(provisioned, region) ?? [];
  return {
    ...(millionWriteUnits !== undefined && { millionWriteUnits, millionReadUnits: millionReadUnits! }),
    ...(writeCapacityHour !== undefined && { writeCapacityHour, readCapacityHour: readCapacityHour! }),
  };
}

function own<Value>(list: { readonly [region: string]: Value }, region: string): Value | undefined {
  return Object.hasOwn(list, region) ? list[region] : undefined;
}
