/** Takes an error that nobody caught. */
type Receiver = (error: unknown) => void;

let receiver: Receiver | undefined;
let fallback: Receiver = () => {};

const receive: Receiver = (error) => (receiver ?? fallback)(error);

/** Errors that nobody caught: thrown in a later tick, or rejections that nobody handled. */
export const strays = {
  /** Begins to catch them; `otherwise` gets those that no run takes. */
  watch(otherwise: Receiver): void {
    fallback = otherwise;
    process.on('uncaughtException', receive);
    process.on('unhandledRejection', receive);
  },
  /** Sends them to `to` until the returned function is called. */
  send(to: Receiver): () => void {
    receiver = to;
    return () => {
      receiver = undefined;
    };
  },
};
