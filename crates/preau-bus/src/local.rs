//! Fan-out within one process: a tree of words with a queue at each watched pattern.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::broadcast;

use crate::{Delivery, Message, Pattern, QUEUE, Source, Subscription};

/// The queues of all watched patterns, found word by word: a publication costs what it reaches, however many watch.
#[derive(Debug, Clone, Default)]
pub struct Hub(Arc<Tree>);

#[derive(Debug, Default)]
struct Tree(Mutex<Node>);

#[derive(Debug, Default)]
struct Node {
    /// Who watches the pattern that ends here.
    queue: Option<broadcast::Sender<Delivery>>,
    /// By next word, wildcards included. A subject's words are never wildcards, so they can't be mixed up.
    next: HashMap<Box<str>, Node>,
}

impl Hub {
    pub(crate) fn publish(&self, message: Message) {
        let words: Vec<&str> = message.subject.words().collect();
        let delivery = Delivery::Message(message.clone());
        self.0.lock().reach(&words, &mut |queue| {
            // Fails only if the last watcher is just leaving.
            let _ = queue.send(delivery.clone());
        });
    }

    pub(crate) fn subscribe(&self, pattern: &Pattern) -> Subscription {
        let mut root = self.0.lock();
        let node = pattern.words().fold(&mut *root, |node, word| node.next.entry(word.into()).or_default());
        let queue = node.queue.get_or_insert_with(|| broadcast::Sender::new(QUEUE)).subscribe();
        Subscription::new(queue, pattern, self.0.clone())
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }
}

impl Tree {
    fn lock(&self) -> MutexGuard<'_, Node> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source for Tree {
    fn left(&self, pattern: &Pattern) {
        let words: Vec<&str> = pattern.words().collect();
        self.lock().prune(&words);
    }
}

impl Node {
    /// Gives `each` the queue of every pattern that matches `words`.
    fn reach(&self, words: &[&str], each: &mut impl FnMut(&broadcast::Sender<Delivery>)) {
        let Some((word, rest)) = words.split_first() else {
            self.queue.iter().for_each(each);
            return;
        };
        self.next.get(">").and_then(|all| all.queue.as_ref()).into_iter().for_each(&mut *each);
        for node in [*word, "*"].iter().filter_map(|word| self.next.get(*word)) {
            node.reach(rest, each);
        }
    }

    /// Cuts off what nobody watches any more on the way along `words`.
    fn prune(&mut self, words: &[&str]) {
        let Some((word, rest)) = words.split_first() else {
            self.queue.take_if(|queue| queue.receiver_count() == 0);
            return;
        };
        if let Some(node) = self.next.get_mut(*word) {
            node.prune(rest);
            if node.is_empty() {
                self.next.remove(*word);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.queue.is_none() && self.next.is_empty()
    }
}
