/** Infrastructure code that makes the ledger's table. */
export function initText(kind: 'cloudformation' | 'terraform', table: string): string {
  return kind === 'cloudformation' ? cloudformation(table) : terraform(table);
}

function cloudformation(table: string): string {
  return `Resources:
  MigrationLedger:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      TableName: ${table}
      BillingMode: PAY_PER_REQUEST
      DeletionProtectionEnabled: true
      AttributeDefinitions:
        - AttributeName: environment
          AttributeType: S
        - AttributeName: entry
          AttributeType: S
      KeySchema:
        - AttributeName: environment
          KeyType: HASH
        - AttributeName: entry
          KeyType: RANGE
      PointInTimeRecoverySpecification:
        PointInTimeRecoveryEnabled: true
`;
}

function terraform(table: string): string {
  return `resource "aws_dynamodb_table" "migration_ledger" {
  name                        = "${table}"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "environment"
  range_key                   = "entry"

  attribute {
    name = "environment"
    type = "S"
  }

  attribute {
    name = "entry"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}
`;
}
