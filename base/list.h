// Intrusive doubly linked list: linking never allocates, so it cannot fail. The list owns nothing.
// A node is in at most one list per link member; unlinking an unlinked node is an error caught by assertion.
#pragma once

#include <cstddef>

#include "base/assert.h"

namespace owdf {

struct ListLink {
  ListLink* next = nullptr;
  ListLink* previous = nullptr;
  bool linked() const { return next != nullptr; }
};

template <typename T, ListLink T::* Member>
class List {
 public:
  List() { head_.next = head_.previous = &head_; }
  List(const List&) = delete;
  List& operator=(const List&) = delete;

  bool empty() const { return head_.next == &head_; }
  size_t size() const { return size_; }
  T* front() { return empty() ? nullptr : owner(head_.next); }
  T* back() { return empty() ? nullptr : owner(head_.previous); }
  T* next(T* item) { return (item->*Member).next == &head_ ? nullptr : owner((item->*Member).next); }
  T* previous(T* item) { return (item->*Member).previous == &head_ ? nullptr : owner((item->*Member).previous); }

  void push_back(T* item) { insert(&(item->*Member), &head_); }
  void push_front(T* item) { insert(&(item->*Member), head_.next); }
  void insert_before(T* position, T* item) { insert(&(item->*Member), &(position->*Member)); }

  void remove(T* item) {
    ListLink* link = &(item->*Member);
    OWDF_ASSERT(link->linked());
    link->previous->next = link->next;
    link->next->previous = link->previous;
    link->next = link->previous = nullptr;
    size_--;
  }
  T* pop_front() {
    T* item = front();
    if (item) remove(item);
    return item;
  }

  class Iterator {
   public:
    Iterator(ListLink* at) : at_(at) {}
    T& operator*() const { return *owner(at_); }
    T* operator->() const { return owner(at_); }
    Iterator& operator++() {
      at_ = at_->next;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_ != other.at_; }

   private:
    ListLink* at_;
  };
  Iterator begin() { return Iterator(head_.next); }
  Iterator end() { return Iterator(&head_); }

 private:
  static T* owner(ListLink* link) {
    alignas(T) static char probe[sizeof(T)];
    const auto offset = reinterpret_cast<char*>(&(reinterpret_cast<T*>(probe)->*Member)) - probe;
    return reinterpret_cast<T*>(reinterpret_cast<char*>(link) - offset);
  }
  void insert(ListLink* link, ListLink* before) {
    OWDF_ASSERT(!link->linked());
    link->next = before;
    link->previous = before->previous;
    before->previous->next = link;
    before->previous = link;
    size_++;
  }

  ListLink head_;
  size_t size_ = 0;
};

}  // namespace owdf
