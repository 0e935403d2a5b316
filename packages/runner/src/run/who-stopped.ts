/** Who stopped what a signal stops, as it is told: the signal's reason, where that is a text. */
export function whoStopped({ reason }: AbortSignal): string {
  return typeof reason === 'string' ? reason : 'its caller';
}
