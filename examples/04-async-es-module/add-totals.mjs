const spent = new Map();

export default async function addTotal(order, dyno) {
  const total = order.items.reduce((sum, { price, count }) => sum + price * count, 0);
  spent.set(order.customer, (spent.get(order.customer) ?? 0) + total);
  if (!dyno) return;
  await dyno.updateItemAsync({
    Key: { id: order.id },
    UpdateExpression: 'SET #total = :total',
    ExpressionAttributeNames: { '#total': 'total' },
    ExpressionAttributeValues: { ':total': total },
    ConditionExpression: 'attribute_exists(id)',
  });
}

export async function finish() {
  for (const [customer, total] of spent) console.log(customer, total);
}
