import { Events } from '../../src/request/events';

test('listeners are called in order, those at the head first', () => {
  const seen: number[] = [];
  const events = new Events({ shared: [() => seen.push(1)] });
  events.on('shared', () => seen.push(2)).on('shared', () => seen.push(0), true);
  expect(events.emit('shared')).toBe(true);
  expect(seen).toEqual([0, 1, 2]);
  expect(events.emit('other')).toBe(false);
});

test('what is shared between emitters is not changed by one of them', () => {
  const shared = { event: [() => {}] };
  const [one, two] = [new Events(shared), new Events(shared)];
  one.on('event', () => {});
  two.removeAllListeners('event');
  expect([one.listeners('event').length, two.listeners('event').length, shared.event.length]).toEqual([2, 0, 1]);
});

test('the last one registered is removed', () => {
  const listener = () => {};
  const events = new Events({}).on('event', listener).on('event', listener);
  expect(events.removeListener('event', listener).listeners('event')).toEqual([listener]);
  expect(events.removeListener('event', () => {}).listeners('event')).toHaveLength(1);
  expect(events.removeAllListeners().listeners('event')).toEqual([]);
});

test('what one throws is told at the end, after the others were called', () => {
  const seen: string[] = [];
  const events = new Events({})
    .on('event', () => {
      throw new Error('first');
    })
    .on('event', () => {
      throw new Error('second');
    })
    .on('event', () => seen.push('third'));
  events.emit('event', [], (error) => seen.push((error as Error).message));
  expect(seen).toEqual(['third', 'first']);
});

test('the next one waits for an asynchronous one', async () => {
  const seen: string[] = [];
  const events = new Events({})
    .onAsync('event', (value, done) => {
      setImmediate(() => {
        seen.push(value);
        done();
      });
    })
    .on('event', () => seen.push('then'));
  await new Promise<void>((resolve) => events.emit('event', ['first'], () => resolve()));
  expect(seen).toEqual(['first', 'then']);
});
