/*
 * The lock of a run in a bucket, its fencing and its handover: see packages/runner/src/state/s3/lock.ts.
 *
 * A lock is one object, which is replaced only as it was last read (If-Match): by whoever takes the run, with the next token, and
 * by its owner, as a sign of life. It may be taken when it was given back, or when the bucket's clock says that it has not been
 * replaced for EXPIRY. Before the bytes of a write leave, the owner asks its own clock whether less than EXPIRY - MARGIN has gone by
 * since it sent the last request that replaced the object; nothing is asked of the bucket then.
 *
 * Processes die and are suspended at any point, and requests take any time: the clock goes on between any two steps. It runs equally
 * fast for all; what it shows does not matter. Checked for all interleavings:
 * - a look succeeds only if nobody had taken the run when it began
 * - of each owner, one write at most leaves after another has taken the run: the one whose look had succeeded before that
 * - nobody waits for ever
 *
 * Check it with `spin -run -safety lock-in-bucket.pml`, and with -DPROCESSES=3 -DTOKENS=2 for more processes. The macros
 * UNCONDITIONAL, NEVER_LOOKS, FROM_THE_ANSWER and LOOKS_ABOVE_WAIT break the protocol and must be found out, and TAKES_FROM_DEAD
 * shows that what a dead process has left is taken.
 */
#ifndef PROCESSES
#define PROCESSES 2
#endif
#ifndef TOKENS
#define TOKENS 4
#endif
#define WRITES 2
#define EXPIRY 3
#define MARGIN 1

/* The object: what it holds, how long ago it was replaced, and who has read it as it is. */
byte token;
byte owner;
bool released = true;
byte age;
bool fresh[PROCESSES];
bool deadOwner;
/* How long ago each process sent what last replaced it. */
byte since[PROCESSES];
/* The same of a request that is on its way. */
byte sent[PROCESSES];

inline replace() {
  for (p : 0 .. (PROCESSES - 1)) { fresh[p] = false };
  p = 0;
  age = 0
}

/* What a process no longer knows must not tell states apart. */
inline forget() {
  mine = 0;
  known = 0;
  writes = 0;
  late = 0;
  looked = false;
  fresh[me] = false;
  since[me] = EXPIRY;
  sent[me] = EXPIRY
}

#define owns (token == mine && owner == me)

proctype Process(byte me) {
  byte mine, known, writes, late, p;
  bool looked;

  do
  :: token < TOKENS ->
    /* It reads the object, and the bucket's clock. */
    atomic {
      fresh[me] = true;
      known = token;
      if
      :: token < TOKENS && (released || age >= EXPIRY) -> skip
      :: else -> goto over
      fi
    };
    since[me] = 0;
    atomic {
      if
#ifdef UNCONDITIONAL
      :: true ->
#else
      :: fresh[me] ->
#endif
#ifdef TAKES_FROM_DEAD
        assert(!deadOwner);
#endif
        mine = known + 1;
        token = mine;
        owner = me;
        released = false;
        deadOwner = false;
        replace()
      :: else -> goto over
      fi
    };
#ifdef FROM_THE_ANSWER
    since[me] = 0;
#endif
    do
    :: writes < WRITES ->
#ifdef LOOKS_ABOVE_WAIT
      if
      :: looked -> skip
      :: !looked ->
#endif
#ifndef NEVER_LOOKS
      if
      :: atomic { since[me] < EXPIRY - MARGIN -> assert(owns) }
      :: atomic { since[me] >= EXPIRY - MARGIN -> break }
      fi;
#endif
#ifdef LOOKS_ABOVE_WAIT
      looked = true
      fi;
#endif
      atomic {
        if
        :: !owns -> late++; assert(late <= 1)
        :: else
        fi;
        writes++
      }
    :: true ->
      /* A sign of life: it counts from when it was sent. */
      sent[me] = 0;
      atomic {
        if
        :: owns -> replace()
        :: else -> break
        fi
      };
      atomic { since[me] = sent[me]; sent[me] = EXPIRY }
    :: true ->
      atomic { if :: owns -> released = true; replace() :: else fi };
      break
    :: atomic { true -> if :: owns -> deadOwner = true :: else fi }; goto done
    od;
over:
    atomic { forget() }
  :: true -> break
  od;
done:
  atomic { forget() }
}

#define tick(age) age = (age < EXPIRY -> age + 1 : age)

/* Time goes by for all at once, whenever it likes. */
proctype Clock() {
  byte p;
  do
  :: atomic {
      tick(age);
      for (p : 0 .. (PROCESSES - 1)) {
        tick(since[p]);
        tick(sent[p])
      };
      p = 0
    }
  :: true -> break
  od
}

init {
  byte p;
  atomic {
    for (p : 0 .. (PROCESSES - 1)) {
      since[p] = EXPIRY;
      sent[p] = EXPIRY;
      run Process(p)
    };
    run Clock()
  }
}
