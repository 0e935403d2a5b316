/*
 * The lock of a run in a folder, its fencing and its handover: see packages/core/src/runs/lock.
 *
 * A lock is a file with a number, the token, which can be made once. Whoever makes the next one has the run from that moment on.
 * A run may be taken when its owner gave it back, when its process is known to be gone (on the same host), or when it seems to
 * have shown no sign of life for long (on another host). Before the bytes of a write leave, the owner looks whether the next file is there,
 * and then whether its own still is, which goes when the run is removed.
 *
 * Processes die and are suspended at any point, for any time, and clocks jump: a process of another host may seem to be gone at any
 * moment. Checked for all interleavings:
 * - a look succeeds only if nobody had taken the run when it began
 * - of each owner, one write at most leaves after another has taken the run: the one whose look had succeeded before that
 * - none does when the other is on the same host, since a process that is there is not robbed
 * - nobody waits for ever: each process comes to its end, and what a dead one has left can be taken
 *
 * Check it with `spin -run -safety lock-in-folder.pml`. The macros NOT_EXCLUSIVE, LOOKS_ABOVE_WAIT, ROBS and FORGETS_REMOVAL break
 * the protocol and must be found out, and TAKES_FROM_DEAD shows that what a dead process has left is taken.
 */
#define PROCESSES 3
#define WRITES 2
#define TOKENS 4

bool made[TOKENS + 2];
bool released[TOKENS + 2];
/* Who made it. */
byte maker[TOKENS + 2];
/* The highest that has been made: whose the run is. */
byte current;
bool removed;

/* Two processes share a host, the last is on another. */
#define host(p) (p / 2)
bool dead[PROCESSES];

#ifdef ROBS
#define mayTake(me, token) true
#else
#define mayTake(me, token) (released[token] || dead[maker[token]] || host(me) != host(maker[token]))
#endif

proctype Process(byte me) {
  byte token, read, writes, late;
  bool looked;

  do
  :: current < TOKENS ->
    /* It reads the last owner, and thinks about it for as long as it likes. */
    atomic { read = current; if :: removed -> goto done :: else fi }
    if
    :: read < TOKENS && (read == 0 || mayTake(me, read)) -> skip
    :: else -> goto next
    fi;
    /* The file is made by one process only. */
    atomic {
      if
#ifdef NOT_EXCLUSIVE
      :: !removed ->
#else
      :: !removed && !made[read + 1] ->
#endif
        token = read + 1;
        made[token] = true;
        released[token] = false;
        maker[token] = me;
        if :: token > current -> current = token :: else fi
      :: else -> goto next
      fi
    };
#ifdef TAKES_FROM_DEAD
    assert(token == 1 || !dead[maker[token - 1]]);
#endif
    do
    :: writes < WRITES ->
#ifdef LOOKS_ABOVE_WAIT
      /* It looks once, and what has been looked at waits. */
      if
      :: looked -> skip
      :: !looked ->
#endif
      if
      :: atomic { made[token + 1] -> break }
      :: atomic { !made[token + 1] -> assert(token == current || removed) }
      fi;
#ifndef FORGETS_REMOVAL
      if
      :: removed -> break
      :: !removed -> skip
      fi;
#else
      assert(!removed);
#endif
#ifdef LOOKS_ABOVE_WAIT
      looked = true
      fi;
#endif
      /* The bytes leave. */
      atomic {
        if
        :: token != current ->
          late++;
          assert(late <= 1);
          assert(host(me) != host(maker[token + 1]))
        :: else
        fi;
        writes++
      }
    :: true ->
      /* It gives the run back, also when it does not know yet that it has lost it: that is harmless. */
      atomic { if :: made[token + 1] -> skip :: else -> released[token] = true fi };
      break
    :: atomic { !removed && !made[token + 1] -> removed = true }; break
    :: goto done
    od;
next:
    atomic { token = 0; read = 0; writes = 0; late = 0; looked = false }
  :: true -> break
  od;
done:
  dead[me] = true
}

init {
  atomic {
    run Process(0);
    run Process(1);
    run Process(2)
  }
}
