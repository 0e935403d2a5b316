import { text } from './kinds';

/** What stands for typing the name of a protected environment, where nobody can be asked. */
export const confirmFlags = {
  confirm: text({
    describe: 'Name of the environment, where it is protected and nobody can type it',
    group: 'Environment',
  }),
};
