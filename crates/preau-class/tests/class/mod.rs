mod homework;
mod world;
