import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spillFile } from './spill-file';

export interface StoreOptions {
  /** Where a file is made for what memory does not hold. @default the folder for temporary files */
  folder?: string;
  /** Bytes that are kept in memory. @default 32 MiB */
  memory?: number;
}

/** Texts that are written once and read by where they lie: the last ones in memory, the others in a file. */
export interface ImageStore {
  /** Keeps a text and says where: a number above 0. */
  keep(text: string): number;
  text(at: number): string;
  /** The bytes that a text takes. */
  bytes(at: number): number;
  close(): void;
}

const block = 2 ** 20;
const lengthBytes = 4;

export function imageStore({ folder = tmpdir(), memory = 32 * 2 ** 20 }: StoreOptions = {}): ImageStore {
  const file = spillFile(path.join(folder, `.preview-${randomUUID()}`));
  const blocks: (Buffer | undefined)[] = [];
  const mostBlocks = Math.max(2, Math.floor(memory / block));
  let spilled = 0;
  // Nothing lies at 0, which may stand for none.
  let end = lengthBytes;

  return {
    keep(text) {
      const bytes = Buffer.byteLength(text);
      if (block - (end % block) < lengthBytes) end += block - (end % block);
      const at = end;
      const first = blockAt(at);
      first.writeUInt32LE(bytes, at % block);
      end += lengthBytes;
      const start = end % block;
      if (start !== 0 && start + bytes <= block) first.write(text, start);
      else append(Buffer.from(text));
      end = at + lengthBytes + bytes;
      return at;
    },
    text(at) {
      const length = bytes(at);
      const held = blocks[Math.floor(at / block)];
      const start = (at % block) + lengthBytes;
      if (held && start + length <= block) return held.toString('utf8', start, start + length);
      return gather(at + lengthBytes, length).toString();
    },
    bytes,
    close: () => file.close(),
  };

  function blockAt(at: number): Buffer {
    const index = Math.floor(at / block);
    if (index === blocks.length) blocks.push(freeBlock());
    return blocks[index]!;
  }

  function freeBlock(): Buffer {
    if (blocks.length - spilled < mostBlocks) return Buffer.allocUnsafeSlow(block);
    const oldest = blocks[spilled]!;
    file.write(oldest, spilled * block);
    blocks[spilled++] = undefined;
    return oldest;
  }

  function append(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      done += bytes.copy(blockAt(end + done), (end + done) % block, done);
    }
  }

  function bytes(at: number): number {
    const held = blocks[Math.floor(at / block)];
    if (held) return held.readUInt32LE(at % block);
    const head = Buffer.allocUnsafe(lengthBytes);
    file.read(head, at);
    return head.readUInt32LE();
  }

  /** What may lie in the file, in memory, or in both. */
  function gather(from: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const at = from + done;
      const most = Math.min(length - done, block - (at % block));
      const held = blocks[Math.floor(at / block)];
      if (held) held.copy(bytes, done, at % block, (at % block) + most);
      else file.read(bytes.subarray(done, done + most), at);
      done += most;
    }
    return bytes;
  }
}
