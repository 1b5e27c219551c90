//! Turns effects into work: workers, tickets, cancelling, the clock.
