//! Work over all cores with the results in the order of the input and bounded memory.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// How many results may wait for an earlier one.
const AHEAD: usize = 256;

/// The number of cores.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

struct Source<I> {
    items: I,
    next: usize,
}

/// Applies `work` to each item on `threads` threads and hands the results to `take` in order.
///
/// # Errors
/// The first error of `take`; work that has begun is finished and dropped.
pub fn in_order<I, R, E>(
    items: I,
    threads: usize,
    work: impl Fn(I::Item) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator + Send,
    R: Send,
{
    let source = Mutex::new(Source { items, next: 0 });
    let taken = (Mutex::new(0_usize), Condvar::new());
    let (sender, receiver) = mpsc::channel::<(usize, R)>();
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (sender, source, taken, work) = (sender.clone(), &source, &taken, &work);
            scope.spawn(move || {
                while let Some((index, item)) = next(source) {
                    wait_for_turn(taken, index);
                    if sender.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let outcome = drain(&receiver, &taken, &mut take);
        drop(receiver);
        // Wakes the workers that wait, so that they see that nobody listens.
        *lock(&taken.0) = usize::MAX - AHEAD;
        taken.1.notify_all();
        outcome
    })
}

fn next<I: Iterator>(source: &Mutex<Source<I>>) -> Option<(usize, I::Item)> {
    let mut source = lock(source);
    let item = source.items.next()?;
    let index = source.next;
    source.next += 1;
    Some((index, item))
}

fn wait_for_turn((taken, changed): &(Mutex<usize>, Condvar), index: usize) {
    let mut done = lock(taken);
    while index >= *done + AHEAD {
        done = changed.wait(done).unwrap_or_else(PoisonError::into_inner);
    }
}

fn drain<R, E>(
    receiver: &mpsc::Receiver<(usize, R)>,
    (taken, changed): &(Mutex<usize>, Condvar),
    take: &mut impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting: BTreeMap<usize, R> = BTreeMap::new();
    let mut due = 0;
    for (index, result) in receiver {
        waiting.insert(index, result);
        while let Some(result) = waiting.remove(&due) {
            take(result)?;
            due += 1;
            *lock(taken) = due;
            changed.notify_all();
        }
    }
    Ok(())
}

// A worker that panicked has already failed the run; the data behind the lock is a counter.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let outcome = in_order(
                0..2000,
                threads,
                |n| n * 2,
                |n| {
                    seen.push(n);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!(outcome, Ok(()));
            assert_eq!(seen, (0..2000).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_taker_ends_the_run() {
        let outcome = in_order(0..100_000, 2, |n| n, |n| if n < 5 { Ok(()) } else { Err(n) });
        assert_eq!(outcome, Err(5));
    }
}
