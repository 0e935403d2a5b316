import { checkItemCondition, deleteItem, type Effect, putItem, updateItem } from '@dynamodb-migrate/expressions';
import type { TableInfo } from '../tables/describe';
import type { Image } from './overlay-table';
import type { Step } from './steps';

/** What a step makes of an item's image. Throws a `Refusal`. */
export function carryOut({ operation, request }: Step, image: Image, info: TableInfo): Effect {
  switch (operation) {
    case 'PutItem':
      return putItem(request, image, info);
    case 'UpdateItem':
      return updateItem(request, image, info);
    case 'DeleteItem':
      return deleteItem(request, image, info);
    case 'ConditionCheckItem':
      checkItemCondition(request, image, info);
      return { after: image, output: {} };
  }
}
