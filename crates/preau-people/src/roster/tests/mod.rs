//! What a secretary would notice: files in through the pages, a difference, an institution that changed, and back.

mod bad;
mod formats;
mod hands;
mod measure;
mod pages;
mod school;
